// SPDX-License-Identifier: Apache-2.0

package main

// Bytes that come in: a PUT of the client or a pull from a URL, with size and digest checked while they pass; an OVA is unpacked.

import (
	"archive/tar"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path"
	"regexp"
	"strings"
	"time"
)

// newDigest gives the hash that a checksum asks for; nil when there is none.
func newDigest(sum map[string]string) (hash.Hash, error) {
	if sum["checksum"] == "" {
		return nil, nil
	}
	switch strings.ToUpper(sum["algorithm"]) {
	case "", "SHA1":
		return sha1.New(), nil
	case "SHA256":
		return sha256.New(), nil
	case "SHA512":
		return sha512.New(), nil
	case "MD5":
		return md5.New(), nil
	}
	return nil, invalid("The checksum algorithm %q is unknown.", sum["algorithm"])
}

// receive writes a body to files of the item and checks it. It runs without the lock.
func (v *vc) receive(u *update, f *updateFile, from io.Reader) ([]*file, error) {
	want, err := newDigest(f.Checksum)
	if err != nil {
		return nil, err
	}
	archive := strings.HasSuffix(strings.ToLower(f.Name), ".ova")
	stored := want != nil && !archive && strings.EqualFold(f.Checksum["algorithm"], "SHA256") // made anyway
	if stored {
		want = nil
	}
	counted := &counter{from: from, digest: want, limit: -1}
	if f.Size != nil && *f.Size > 0 && !v.settings.IgnoreDigests {
		counted.limit = *f.Size
	}
	var files []*file
	if archive {
		files, err = v.unpack(u.item, counted)
	} else {
		var one *file
		if one, err = v.store(u.item, f.Name, counted); one != nil {
			files = []*file{one}
		}
	}
	if err == nil {
		_, err = io.Copy(io.Discard, counted)
	}
	if err == nil && !v.settings.IgnoreDigests {
		err = counted.check(f)
		if stored && err == nil {
			err = compare(f, files[0].digests["SHA256"])
		}
	}
	if err == nil && len(files) == 1 && strings.HasSuffix(f.Name, ".vmdk") {
		err = checkDisk(files[0].path)
	}
	v.mu.Lock()
	f.received = counted.n
	v.mu.Unlock()
	if err != nil {
		for _, g := range files {
			_ = os.Remove(g.path)
		}
		return nil, err
	}
	return files, nil
}

// counter counts and digests what is read through it.
type counter struct {
	from   io.Reader
	digest hash.Hash
	n      int64
	limit  int64
}

var errTooLong = errors.New("more bytes than were announced")

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.n += int64(n)
	if c.digest != nil {
		c.digest.Write(p[:n])
	}
	if c.limit >= 0 && c.n > c.limit {
		return n, errTooLong
	}
	return n, err
}

func (c *counter) check(f *updateFile) error {
	if c.limit >= 0 && c.n != c.limit {
		return fmt.Errorf("size mismatch: file=%s, actual=%d, expected=%d", f.Name, c.n, c.limit)
	}
	if c.digest == nil {
		return nil
	}
	return compare(f, hex.EncodeToString(c.digest.Sum(nil)))
}

// compare looks whether a digest is the one that was announced.
func compare(f *updateFile, actual string) error {
	if !strings.EqualFold(actual, f.Checksum["checksum"]) {
		return fmt.Errorf("checksum mismatch: file=%s, alg=%s, actual=%s, expected=%s", f.Name, f.Checksum["algorithm"], actual,
			f.Checksum["checksum"])
	}
	return nil
}

// store writes one file below the item's folder.
func (v *vc) store(i *item, name string, from io.Reader) (*file, error) {
	v.mu.Lock()
	where, err := v.newFile(i, name)
	v.mu.Unlock()
	if err != nil {
		return nil, err
	}
	out, err := os.Create(where)
	if err != nil {
		return nil, err
	}
	digest := sha256.New()
	n, err := io.Copy(io.MultiWriter(out, digest), from)
	if closing := out.Close(); err == nil {
		err = closing
	}
	if err != nil {
		_ = os.Remove(where)
		return nil, err
	}
	return &file{name: name, path: where, size: n, digests: map[string]string{"SHA256": hex.EncodeToString(digest.Sum(nil))}}, nil
}

// unpack stores the members of an OVA.
func (v *vc) unpack(i *item, from io.Reader) (files []*file, err error) {
	members := tar.NewReader(from)
	for {
		head, err := members.Next()
		if err == io.EOF {
			return files, nil
		}
		if err != nil {
			return files, fmt.Errorf("the archive can't be read: %w", err)
		}
		if head.Typeflag != tar.TypeReg {
			continue
		}
		f, err := v.store(i, path.Base(head.Name), members)
		if err != nil {
			return files, err
		}
		files = append(files, f)
	}
}

// checkDisk refuses a disk that is not streamOptimized.
func checkDisk(where string) error {
	f, err := os.Open(where)
	if err != nil {
		return err
	}
	defer f.Close()
	head := make([]byte, 16)
	_, _ = io.ReadFull(f, head)
	if string(head[:4]) != "KDMV" || head[10]&1 == 0 {
		return errors.New("vmdk: invalid format (must be streamOptimized)")
	}
	return nil
}

var hrefs = regexp.MustCompile(`<(?:[\w.-]+:)?File\b[^>]*?\bhref\s*=\s*["']([^"']*)["']`)

// referencedButAbsent gives the files that the descriptor among them names and that are not there.
func referencedButAbsent(i *item, files []*file) []string {
	there := map[string]bool{}
	for _, f := range append(append([]*file{}, i.files...), files...) {
		there[f.name] = true
	}
	missing := []string{}
	for _, f := range files {
		if !strings.HasSuffix(f.name, ".ovf") {
			continue
		}
		content, _ := os.ReadFile(f.path)
		for _, m := range hrefs.FindAllSubmatch(content, -1) {
			name, err := url.PathUnescape(string(m[1]))
			if err == nil && !there[name] && !strings.Contains(name, "://") {
				missing = append(missing, name)
			}
		}
	}
	return missing
}

func lacksReferences(i *item, files []*file) error {
	if i.kind != "ovf" {
		return nil
	}
	if missing := referencedButAbsent(i, files); len(missing) > 0 {
		return fmt.Errorf("Files that the descriptor names are missing: %s", strings.Join(missing, ", "))
	}
	return nil
}

// upload takes the body of a PUT. A body that is wrong makes the file an error, which is seen by a look at the file; the session goes on.
func (v *vc) upload(c *call, u *update, name string) {
	v.mu.Lock()
	f := u.files[name]
	if f == nil || f.SourceType != "PUSH" || u.state != "ACTIVE" {
		v.mu.Unlock()
		http.NotFound(c.w, c.Request)
		return
	}
	f.status, f.fault = "TRANSFERRING", nil
	f.discard()
	v.mu.Unlock()

	files, err := v.receive(u, f, c.Body)

	v.mu.Lock()
	defer v.mu.Unlock()
	if c.Context().Err() != nil && err != nil { // the client went away: it may send the file again
		f.status, f.received = "WAITING_FOR_TRANSFER", 0
		return
	}
	v.received(u, f, files, err)
	if err != nil && v.settings.PutRefuses {
		c.refuse(fail("INVALID_ARGUMENT", "file_transfer_failed", "The file can't be accepted: %s", err))
		return
	}
	c.w.WriteHeader(http.StatusOK)
}

// received notes the end of a transfer. The lock is held.
func (v *vc) received(u *update, f *updateFile, files []*file, err error) {
	if u.state != "ACTIVE" {
		for _, g := range files {
			_ = os.Remove(g.path)
		}
		return
	}
	if err != nil {
		f.status, f.fault = "ERROR", message("com.vmware.vdcs.cls-main.file_transfer_failed", err.Error())
	} else {
		f.status, f.content = "READY", files
	}
	v.finish(u)
}

// httpClient makes an HTTP client that trusts our own authority, or exactly the certificate of a thumbprint.
func (v *vc) httpClient(thumb string) *http.Client {
	config := &tls.Config{RootCAs: v.roots()}
	if thumb != "" {
		config = &tls.Config{InsecureSkipVerify: true, VerifyConnection: func(state tls.ConnectionState) error {
			if s1 := sha1.Sum(state.PeerCertificates[0].Raw); !strings.EqualFold(thumbprint(s1[:]), thumb) {
				return fmt.Errorf("the thumbprint of the server's certificate is %s", thumbprint(s1[:]))
			}
			return nil
		}}
	}
	v.ownCertificate(config)
	return &http.Client{Timeout: 10 * time.Minute, Transport: &http.Transport{TLSClientConfig: config, DisableKeepAlives: true,
		ResponseHeaderTimeout: 30 * time.Second}}
}

// pull fetches a file of an update session.
func (v *vc) pull(u *update, f *updateFile) {
	files, err := v.fetch(u, f)
	v.mu.Lock()
	defer v.mu.Unlock()
	v.received(u, f, files, err)
}

func (v *vc) fetch(u *update, f *updateFile) ([]*file, error) {
	source, err := url.Parse(f.Source.URI)
	if err != nil {
		return nil, err
	}
	if source.Scheme == "ds" {
		in, err := os.Open(source.Path)
		if err != nil {
			return nil, err
		}
		defer in.Close()
		return v.receive(u, f, in)
	}
	if source.Scheme != "http" && source.Scheme != "https" {
		return nil, fmt.Errorf("unsupported protocol scheme %q", source.Scheme)
	}
	answer, err := v.httpClient(f.Source.Thumbprint).Get(f.Source.URI)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("HTTP response: %s", answer.Status)
	}
	return v.receive(u, f, answer.Body)
}

// probe looks whether a URL could be pulled from.
func (v *vc) probe(c *call) (any, error) {
	var source endpoint
	if err := c.in("source_endpoint", &source); err != nil {
		return nil, err
	}
	if !c.rest {
		var in struct {
			Source endpoint `json:"source_endpoint"`
		}
		if err := c.in("", &in); err == nil && in.Source.URI != "" {
			source = in.Source
		}
	}
	if u, err := url.Parse(source.URI); err != nil || u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "ds" {
		return probed("INVALID_URL", "file_probe_unsupported_uri_scheme", "The scheme of the URL is not supported.", ""), nil
	}
	return v.probeURL(source.URI, source.Thumbprint, "", ""), nil
}

func probed(status, id, text, thumb string) record {
	out := record{"status": status}
	if id != "" {
		out["error_messages"] = []any{message("com.vmware.vdcs.cls-main."+id, text)}
	}
	if thumb != "" {
		out["ssl_thumbprint"] = thumb
	}
	return out
}

// probeURL asks for the head of a URL and says in vCenter's words what came of it.
func (v *vc) probeURL(address, thumb, user, password string) record {
	r, err := http.NewRequest(http.MethodHead, address, nil)
	if err != nil {
		return probed("INVALID_URL", "http_request_error", err.Error(), "")
	}
	if password != "" {
		r.SetBasicAuth(user, password)
	}
	answer, err := v.httpClient(thumb).Do(r)
	if err != nil {
		seen := serverThumbprint(r.URL)
		var dns *net.DNSError
		switch {
		case seen != "":
			return probed("CERTIFICATE_ERROR", "http_request_error_peer_not_authenticated", err.Error(), seen)
		case errors.As(err, &dns):
			return probed("HOST_NOT_FOUND", "http_request_error", err.Error(), "")
		}
		return probed("INVALID_URL", "http_request_error", err.Error(), "")
	}
	answer.Body.Close()
	switch {
	case answer.StatusCode == http.StatusUnauthorized:
		return probed("INVALID_CREDENTIALS", "http_request_error", answer.Status, "")
	case answer.StatusCode == http.StatusNotFound:
		return probed("RESOURCE_NOT_FOUND", "http_request_error", answer.Status, "")
	case answer.StatusCode >= 400 && answer.StatusCode != http.StatusMethodNotAllowed:
		return probed("UNKNOWN_ERROR", "http_request_error", answer.Status, "")
	}
	return probed("SUCCESS", "", "", serverThumbprint(r.URL))
}

func serverThumbprint(u *url.URL) string {
	if u.Scheme != "https" {
		return ""
	}
	host := u.Host
	if u.Port() == "" {
		host += ":443"
	}
	c, err := tls.DialWithDialer(&net.Dialer{Timeout: 5 * time.Second}, "tcp", host, &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		return ""
	}
	defer c.Close()
	s1 := sha1.Sum(c.ConnectionState().PeerCertificates[0].Raw)
	return thumbprint(s1[:])
}
