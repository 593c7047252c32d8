// SPDX-License-Identifier: Apache-2.0

package main

// The subscriber's side: reads lib.json and items.json of any web server, makes items of them, fetches files now or on demand,
// evicts them.

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

const restSubscribedItem = "/rest/com/vmware/content/library/subscribed-item"

func (v *vc) subscribeOperations() []operation {
	return []operation{
		{"POST", restSubscribed + "/id:{library}", apiSubscribed + "/{library}", "sync", v.sync},
		{"POST", restSubscribed + "/id:{library}", apiSubscribed + "/{library}", "evict", v.evictLibrary},
		{"POST", restSubscribed, apiSubscribed, "probe", v.probeSubscription},
		{"POST", restSubscribedItem + "/id:{item}", "/api/content/library/subscribed-item/{item}", "sync", v.syncItem},
		{"POST", restSubscribedItem + "/id:{item}", "/api/content/library/subscribed-item/{item}", "evict", v.evictItem},
	}
}

func checkSubscription(s record) error {
	address, _ := s["subscription_url"].(string)
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || !strings.HasSuffix(u.Path, "lib.json") {
		return invalid("The subscription URL %q must be http or https and end in lib.json.", address)
	}
	switch s["authentication_method"] {
	case "NONE", nil, "":
		return nil
	case "BASIC":
		if s["password"] == nil || s["password"] == "" {
			return invalid("A subscription with BASIC needs a password.")
		}
		return nil
	}
	return invalid("The authentication method %v is unknown.", s["authentication_method"])
}

// reach refuses a subscription whose publisher does not answer with a lib.json.
func (v *vc) reach(s record) error {
	if err := checkSubscription(s); err != nil {
		return err
	}
	p, err := v.publisher(s)
	if err != nil {
		return err
	}
	return p.json("", &publishedLib{})
}

// roots are the authorities that this vCenter trusts as a client: its own only.
func (v *vc) roots() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(v.certs.authority)
	return pool
}

// ownCertificate is what we show a server that asks for a client certificate: ourselves, perhaps.
func (v *vc) ownCertificate(config *tls.Config) {
	if pair, err := tls.LoadX509KeyPair(v.certs.clientFile, v.certs.clientKeyFile); err == nil {
		config.Certificates = []tls.Certificate{pair}
	}
}

// publisher fetches from the web server of one subscription.
type publisher struct {
	client         *http.Client
	base           *url.URL
	user, password string
}

func (v *vc) publisher(s record) (*publisher, error) {
	base, err := url.Parse(fmt.Sprint(s["subscription_url"]))
	if err != nil {
		return nil, err
	}
	thumb, _ := s["ssl_thumbprint"].(string)
	p := &publisher{client: v.httpClient(thumb), base: base}
	if s["authentication_method"] == "BASIC" {
		p.user, p.password = "vcsp", fmt.Sprint(s["password"])
		if user, _ := s["user_name"].(string); user != "" {
			p.user = user
		}
	}
	return p, nil
}

// get opens an address that is relative to lib.json. An unreachable publisher is RESOURCE_INACCESSIBLE.
func (p *publisher) get(href string) (io.ReadCloser, error) {
	inaccessible := func(why any) error {
		return fail("RESOURCE_INACCESSIBLE", "connection_to_vcsp_server_failed", "Connection to VCSP server %s failed: %v", p.base.Host, why)
	}
	address, err := p.base.Parse(href)
	if err != nil {
		return nil, inaccessible(err)
	}
	r, err := http.NewRequest(http.MethodGet, address.String(), nil)
	if err != nil {
		return nil, inaccessible(err)
	}
	if p.password != "" {
		r.SetBasicAuth(p.user, p.password)
	}
	answer, err := p.client.Do(r)
	if err != nil {
		return nil, inaccessible(err)
	}
	if answer.StatusCode != http.StatusOK {
		answer.Body.Close()
		return nil, inaccessible(fmt.Sprint("HTTP ", answer.Status, " for ", address.Path))
	}
	return answer.Body, nil
}

func (p *publisher) json(href string, to any) error {
	body, err := p.get(href)
	if err != nil {
		return err
	}
	defer body.Close()
	if err := json.NewDecoder(body).Decode(to); err != nil {
		return fail("RESOURCE_INACCESSIBLE", "vcsp_parse_error", "%s of the publisher can't be read: %s", href, err)
	}
	return nil
}

type publishedLib struct {
	Version   any    `json:"version"`
	Name      string `json:"name"`
	ItemsHref string `json:"itemsHref"`
}

type publishedFile struct {
	Name       string   `json:"name"`
	Size       int64    `json:"size"`
	Etag       any      `json:"etag"`
	Generation any      `json:"generationNum"`
	Hrefs      []string `json:"hrefs"`
}

type publishedItem struct {
	ID             string          `json:"id"`
	Name           string          `json:"name"`
	Description    string          `json:"description"`
	Type           string          `json:"type"`
	Version        any             `json:"version"`
	ContentVersion any             `json:"contentVersion"`
	SelfHref       string          `json:"selfHref"`
	Files          []publishedFile `json:"files"`
}

func bareID(id string) string { return strings.TrimPrefix(id, "urn:uuid:") }

// syncLibrary does a whole synchronisation. known is lib.json when the caller has it.
func (v *vc) syncLibrary(l *lib, known *publishedLib) error {
	v.mu.Lock()
	subscription, delay := l.subscription, v.settings.SyncMS
	v.mu.Unlock()
	time.Sleep(time.Duration(delay) * time.Millisecond)
	p, err := v.publisher(subscription)
	if err != nil {
		return err
	}
	if known == nil {
		known = &publishedLib{}
		if err := p.json("", known); err != nil {
			return err
		}
	}
	v.mu.Lock()
	same := l.publishedVersion == fmt.Sprint(known.Version)
	v.mu.Unlock()
	if !same {
		var index struct {
			Items []publishedItem `json:"items"`
		}
		if err := p.json(known.ItemsHref, &index); err != nil {
			return err
		}
		v.adopt(l, p, index.Items)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	l.synced, l.publishedVersion = time.Now(), fmt.Sprint(known.Version)
	return nil
}

// adopt makes the items of a library those of the publisher.
func (v *vc) adopt(l *lib, p *publisher, items []publishedItem) {
	seen := map[string]bool{}
	for n := range items {
		seen[bareID(items[n].ID)] = true
		v.adoptItem(l, p, &items[n])
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, i := range l.sorted() {
		if !seen[i.sourceID] && i.template == nil {
			v.drop(i)
		}
	}
}

// adoptItem makes or changes one item. With on_demand only descriptor and manifest are fetched.
func (v *vc) adoptItem(l *lib, p *publisher, from *publishedItem) {
	v.mu.Lock()
	var i *item
	for _, old := range l.items {
		if old.sourceID == bareID(from.ID) {
			i = old
		}
	}
	version := fmt.Sprint(from.Version, "/", from.ContentVersion)
	if i != nil && i.publishedVersion == version {
		i.synced = time.Now()
		v.mu.Unlock()
		return
	}
	kind := strings.TrimPrefix(from.Type, "vcsp.")
	if kind == "other" {
		kind = ""
	}
	if i == nil {
		i = v.newItem(l, from.Name, from.Description, kind)
		i.sourceID, i.cached = bareID(from.ID), false
	} else if i.name != from.Name || i.description != from.Description {
		i.name, i.description = from.Name, from.Description
		i.changedProperties()
	}
	wanted := i.adoptFiles(p, from)
	onDemand := l.subscription["on_demand"] == true
	i.publishedVersion, i.synced = version, time.Now()
	v.mu.Unlock()
	for _, f := range wanted {
		small := strings.HasSuffix(f.name, ".ovf") || strings.HasSuffix(f.name, ".mf") || strings.HasSuffix(f.name, ".cert")
		if !onDemand || small {
			_ = v.cacheFile(i, f)
		}
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.judge(i)
}

// adoptFiles sets the file list; it gives the files that are not here. The lock is held.
func (i *item) adoptFiles(p *publisher, from *publishedItem) []*file {
	files, changed := []*file{}, len(from.Files) != len(i.files)
	for _, g := range from.Files {
		tag := fmt.Sprint(g.Etag, "/", g.Generation)
		f := i.file(g.Name)
		if f == nil || f.etag != tag {
			if f != nil && f.path != "" {
				_ = os.Remove(f.path)
			}
			i.fileVersions[g.Name]++
			f = &file{name: g.Name, size: g.Size, version: i.fileVersions[g.Name], etag: tag, changed: time.Now(), digests: map[string]string{}}
			changed = true
		}
		if len(g.Hrefs) > 0 {
			f.source = p.resolve(g.Hrefs[0], from.SelfHref)
		}
		files = append(files, f)
	}
	i.files = files
	if changed {
		i.changedFiles()
	}
	wanted := []*file{}
	for _, f := range files {
		if !f.cached {
			wanted = append(wanted, f)
		}
	}
	return wanted
}

// resolve gives the address of a file: a path is relative to the library, a bare name to its item.
func (p *publisher) resolve(href, self string) string {
	base := p.base
	if !strings.Contains(href, "/") {
		if at, err := base.Parse(self); err == nil {
			base = at
		}
	}
	if address, err := base.Parse(href); err == nil {
		return address.String()
	}
	return href
}

// cacheFile fetches a file of a subscribed item.
func (v *vc) cacheFile(i *item, f *file) error {
	v.mu.Lock()
	source, done, subscription := f.source, f.cached, i.lib.subscription
	v.mu.Unlock()
	if done || source == "" {
		return nil
	}
	p, err := v.publisher(subscription)
	if err != nil {
		return err
	}
	body, err := p.get(source)
	if err != nil {
		return err
	}
	defer body.Close()
	got, err := v.store(i, f.name, body)
	if err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if got.size != f.size {
		_ = os.Remove(got.path)
		return fmt.Errorf("size mismatch: file=%s, actual=%d, expected=%d", f.name, got.size, f.size)
	}
	f.path, f.digests, f.cached = got.path, got.digests, true
	i.cached = true
	for _, g := range i.files {
		i.cached = i.cached && g.cached
	}
	return nil
}

// sync asks the publisher for lib.json while the caller waits, and does the rest after that.
func (v *vc) sync(c *call) (any, error) {
	v.mu.Lock()
	l, err := v.libraryOf(c, "SUBSCRIBED")
	v.mu.Unlock()
	if err != nil {
		return nil, err
	}
	p, err := v.publisher(l.subscription)
	if err != nil {
		return nil, err
	}
	known := &publishedLib{}
	if err := p.json("", known); err != nil {
		return nil, err
	}
	go v.syncLibrary(l, known)
	return nil, nil
}

// subscribed finds the item of a call, which must be one of a subscribed library.
func (v *vc) subscribed(c *call) (*item, error) {
	i, err := v.item(c.vars["item"])
	if err == nil && i.lib.kind != "SUBSCRIBED" {
		return nil, fail("INVALID_ELEMENT_TYPE", "library_not_subscribed", "The item %s is not of a subscribed library.", i.name)
	}
	return i, err
}

func (v *vc) syncItem(c *call) (any, error) {
	var in struct {
		Force bool `json:"force_sync_content"`
	}
	if err := c.in("", &in); err != nil {
		return nil, err
	}
	v.mu.Lock()
	i, err := v.subscribed(c)
	var files []*file
	if err == nil {
		files = append(files, i.files...)
	}
	v.mu.Unlock()
	if err != nil || !in.Force {
		return nil, err
	}
	go func() {
		for _, f := range files {
			_ = v.cacheFile(i, f)
		}
	}()
	return nil, nil
}

// evict throws the content of an item away; its file list stays. The lock is held.
func (i *item) evict() {
	for _, f := range i.files {
		if f.cached {
			_ = os.Remove(f.path)
			f.path, f.cached = "", false
		}
	}
	i.cached = false
}

func (v *vc) evictItem(c *call) (any, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	i, err := v.subscribed(c)
	if err != nil {
		return nil, err
	}
	if i.lib.subscription["on_demand"] != true {
		return nil, notAllowed("The library %s is not on demand.", i.lib.name)
	}
	i.evict()
	return nil, nil
}

func (v *vc) evictLibrary(c *call) (any, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	l, err := v.libraryOf(c, "SUBSCRIBED")
	if err != nil {
		return nil, err
	}
	if l.subscription["on_demand"] != true {
		return nil, notAllowed("The library %s is not on demand.", l.name)
	}
	for _, i := range l.items {
		i.evict()
	}
	return nil, nil
}

func (v *vc) probeSubscription(c *call) (any, error) {
	var s record
	if err := c.in("subscription_info", &s); err != nil {
		return nil, err
	}
	if inner, ok := s["subscription_info"].(record); ok {
		s = inner
	}
	if err := checkSubscription(s); err != nil {
		return probed("INVALID_URL", "invalid_url", err.Error(), ""), nil
	}
	p, err := v.publisher(s)
	if err != nil {
		return nil, err
	}
	thumb, _ := s["ssl_thumbprint"].(string)
	return v.probeURL(p.base.String(), thumb, p.user, p.password), nil
}
