// SPDX-License-Identifier: Apache-2.0

package main

// The certificates of one run: a private CA, the server's own, and one for a client. Made new at each start; the files that a
// client needs are written to the data folder.

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"
)

type certificates struct {
	config             *tls.Config
	caFile             string
	clientFile         string
	clientKeyFile      string
	sha1, sha256       string
	authority          *x509.Certificate
	authorityKey       *ecdsa.PrivateKey
	authorityPEM, leaf []byte
}

// thumbprint writes a digest as vSphere prints it: upper case, with colons.
func thumbprint(digest []byte) string {
	parts := make([]string, len(digest))
	for i, b := range digest {
		parts[i] = fmt.Sprintf("%02X", b)
	}
	return strings.Join(parts, ":")
}

func (c *certificates) makeAuthority() error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: "CA of a test vCenter", Organization: []string{"libvmimage tests"}},
		NotBefore:             time.Now().AddDate(-2, 0, 0),
		NotAfter:              time.Now().AddDate(10, 0, 0),
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return err
	}
	c.authorityKey = key
	c.authority, err = x509.ParseCertificate(der)
	c.authorityPEM = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	return err
}

// issue makes a certificate that the authority signs.
func (c *certificates) issue(template *x509.Certificate) (der, certPEM, keyPEM []byte, err error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, nil, err
	}
	der, err = x509.CreateCertificate(rand.Reader, template, c.authority, &key.PublicKey, c.authorityKey)
	if err != nil {
		return nil, nil, nil, err
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, nil, nil, err
	}
	certPEM = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	keyPEM = pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER})
	return der, certPEM, keyPEM, nil
}

func serverTemplate(o *options) *x509.Certificate {
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2),
		Subject:      pkix.Name{CommonName: "vcenter.test"},
		NotBefore:    time.Now().AddDate(-1, 0, 0),
		NotAfter:     time.Now().AddDate(1, 0, 0),
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames:     []string{"localhost"},
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
	}
	if o.hostName != "" {
		template.DNSNames, template.IPAddresses = []string{o.hostName}, nil
	}
	if o.expired {
		template.NotAfter = time.Now().AddDate(0, 0, -1)
	}
	return template
}

// makeCertificates makes everything that TLS needs, and writes ca.pem, client.pem and client.key.
func makeCertificates(o *options) (*certificates, error) {
	c := &certificates{
		caFile:        filepath.Join(o.data, "ca.pem"),
		clientFile:    filepath.Join(o.data, "client.pem"),
		clientKeyFile: filepath.Join(o.data, "client.key"),
	}
	if err := c.makeAuthority(); err != nil {
		return nil, err
	}
	der, certPEM, keyPEM, err := c.issue(serverTemplate(o))
	if err != nil {
		return nil, err
	}
	pair, err := tls.X509KeyPair(append(certPEM, c.authorityPEM...), keyPEM)
	if err != nil {
		return nil, err
	}
	c.leaf = certPEM
	c.config = &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	s1, s256 := sha1.Sum(der), sha256.Sum256(der)
	c.sha1, c.sha256 = thumbprint(s1[:]), thumbprint(s256[:])
	if err := c.makeClient(o); err != nil {
		return nil, err
	}
	return c, os.WriteFile(c.caFile, c.authorityPEM, 0o644)
}

func (c *certificates) makeClient(o *options) error {
	_, certPEM, keyPEM, err := c.issue(&x509.Certificate{
		SerialNumber: big.NewInt(3),
		Subject:      pkix.Name{CommonName: "a test client"},
		NotBefore:    time.Now().AddDate(-1, 0, 0),
		NotAfter:     time.Now().AddDate(1, 0, 0),
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	})
	if err != nil {
		return err
	}
	if o.clientCert {
		c.config.ClientAuth = tls.RequireAndVerifyClientCert
		c.config.ClientCAs = x509.NewCertPool()
		c.config.ClientCAs.AddCert(c.authority)
	}
	if err := os.WriteFile(c.clientFile, certPEM, 0o644); err != nil {
		return err
	}
	return os.WriteFile(c.clientKeyFile, keyPEM, 0o600)
}
