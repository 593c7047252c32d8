// SPDX-License-Identifier: Apache-2.0

package main

// Security policies, trusted certificates and usages of libraries, and the judgement of items in a library with a policy.

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"sort"
	"strings"
	"time"
)

func (v *vc) trustOperations() []operation {
	const policies, certificates = "/api/content/security-policies", "/api/content/trusted-certificates"
	usages := apiLibrary + "/{library}/usages"
	return []operation{
		{"GET", "", policies, "", v.locked(func(*call) (any, error) { return v.policies, nil })},
		{"GET", "", certificates, "", v.locked(v.listCertificates)},
		{"POST", "", certificates, "", v.locked(v.addCertificate)},
		{"GET", "", certificates + "/{certificate}", "", v.locked(v.getCertificate)},
		{"DELETE", "", certificates + "/{certificate}", "", v.locked(v.dropCertificate)},
		{"GET", "", usages, "", v.locked(v.listUsages)},
		{"POST", "", usages, "", v.locked(v.addUsage)},
		{"GET", "", usages + "/{usage}", "", v.locked(v.getUsage)},
		{"DELETE", "", usages + "/{usage}", "", v.locked(v.dropUsage)},
	}
}

func (v *vc) makePolicies() {
	v.policies = []record{{"policy": v.newID(), "name": "OVF default policy", "item_type_rules": record{"ovf": "OVF_STRICT_VERIFICATION"}}}
}

// judge decides whether an item complies: an OVF with a certificate file does, which is as far as the server looks. The lock is held.
func (v *vc) judge(i *item) {
	i.compliant = i.lib.policy == ""
	for _, f := range i.files {
		i.compliant = i.compliant || strings.HasSuffix(f.name, ".cert")
	}
}

func (v *vc) judgeAll(l *lib) {
	for _, i := range l.items {
		v.judge(i)
	}
}

func (v *vc) listCertificates(*call) (any, error) {
	list := []record{}
	for id, text := range v.trusted {
		list = append(list, record{"certificate": id, "cert_text": text})
	}
	sort.Slice(list, func(a, b int) bool { return list[a]["certificate"].(string) < list[b]["certificate"].(string) })
	return record{"certificates": list}, nil
}

func (v *vc) addCertificate(c *call) (any, error) {
	var in struct {
		Text string `json:"cert_text"`
	}
	if err := c.in("", &in); err != nil {
		return nil, err
	}
	block, _ := pem.Decode([]byte(in.Text))
	if block == nil || block.Type != "CERTIFICATE" {
		return nil, invalid("The text is not a certificate in PEM.")
	}
	if _, err := x509.ParseCertificate(block.Bytes); err != nil {
		return nil, invalid("The certificate can't be read: %s", err)
	}
	sum := sha256.Sum256(block.Bytes)
	id := hex.EncodeToString(sum[:16])
	for other := range v.trusted {
		if other == id {
			return nil, fail("ALREADY_EXISTS", "certificate_exists", "The certificate %s is there already.", id)
		}
	}
	v.trusted[id] = in.Text
	return created{nil}, nil
}

func (v *vc) getCertificate(c *call) (any, error) {
	text, ok := v.trusted[c.vars["certificate"]]
	if !ok {
		return nil, notFound("certificate", c.vars["certificate"])
	}
	return record{"cert_text": text}, nil
}

func (v *vc) dropCertificate(c *call) (any, error) {
	if _, err := v.getCertificate(c); err != nil {
		return nil, err
	}
	delete(v.trusted, c.vars["certificate"])
	return nil, nil
}

func (v *vc) addUsage(c *call) (any, error) {
	var in struct {
		URN string `json:"resource_urn"`
	}
	if err := c.in("", &in); err != nil {
		return nil, err
	}
	l, err := v.library(c.vars["library"])
	if err != nil {
		return nil, err
	}
	if v.usages[l.id] == nil {
		v.usages[l.id] = map[string]record{}
	}
	id := v.newID()
	v.usages[l.id][id] = record{"usage": id, "resource_urn": in.URN, "addition_time": stamp(time.Now())}
	return created{id}, nil
}

func (v *vc) listUsages(c *call) (any, error) {
	list := []record{}
	for _, u := range v.usages[c.vars["library"]] {
		list = append(list, without(u, "addition_time"))
	}
	return record{"library_usage_list": list}, nil
}

func (v *vc) getUsage(c *call) (any, error) {
	if u := v.usages[c.vars["library"]][c.vars["usage"]]; u != nil {
		return u, nil
	}
	return nil, notFound("usage", c.vars["usage"])
}

func (v *vc) dropUsage(c *call) (any, error) {
	if _, err := v.getUsage(c); err != nil {
		return nil, err
	}
	delete(v.usages[c.vars["library"]], c.vars["usage"])
	return nil, nil
}
