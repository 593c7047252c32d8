// SPDX-License-Identifier: Apache-2.0

package main

// The publisher's side: publish_info, the library as VCSP below /cls/vcsp/lib, subscriptions, and publish calls.

import (
	"crypto/subtle"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"sort"
	"strings"
	"time"
)

const (
	vcspPath         = "/cls/vcsp/lib/"
	restSubscription = "/rest/com/vmware/content/library/subscriptions"
)

func (v *vc) publishOperations() []operation {
	api := apiLibrary + "/{library}/subscriptions"
	return []operation{
		{"POST", restLocal + "/id:{library}", apiLocal + "/{library}", "publish", v.publishLibrary},
		{"POST", restItem + "/id:{item}", apiItem + "/{item}", "publish", v.publishItem},
		{"GET", restSubscription, "", "", v.locked(v.listSubscriptions)},
		{"GET", "", api, "", v.locked(v.listSubscriptions)},
		{"POST", restSubscription + "/id:{library}", "", "", v.createSubscription},
		{"POST", "", api, "", v.createSubscription},
		{"POST", restSubscription + "/id:{library}", "", "get", v.locked(v.getSubscription)},
		{"GET", "", api + "/{subscription}", "", v.locked(v.getSubscription)},
		{"POST", restSubscription + "/id:{library}", "", "delete", v.locked(v.deleteSubscription)},
		{"DELETE", "", api + "/{subscription}", "", v.locked(v.deleteSubscription)},
	}
}

// setPublication takes publish_info, whole or the members that change. The lock is held.
func (v *vc) setPublication(l *lib, given record) error {
	p := without(l.publication)
	if p == nil {
		p = record{"authentication_method": "NONE", "persist_json_enabled": false, "published": false}
	}
	old, _ := p["password"].(string)
	for key, value := range given {
		p[key] = value
	}
	if _, changes := given["password"]; changes && old != "" && given["current_password"] != old {
		return invalid("The current password is wrong.")
	}
	delete(p, "current_password")
	switch method, user, password := p["authentication_method"], p["user_name"], p["password"]; {
	case method == "NONE":
		delete(p, "password")
		delete(p, "user_name")
	case method != "BASIC":
		return invalid("The authentication method %v is unknown.", method)
	case user != nil && user != "" && user != "vcsp":
		return invalid("The user name of a published library must be vcsp.")
	case password == nil || password == "":
		return invalid("A library that is published with BASIC needs a password.")
	default:
		p["user_name"] = "vcsp"
	}
	delete(p, "publish_url")
	if p["published"] == true {
		p["publish_url"] = v.ready.URL + vcspPath + l.id + "/lib.json"
	}
	l.publication = p
	return nil
}

// serveVCSP answers a subscriber: lib.json, items.json, ITEM/item.json and ITEM/FILE.
func (v *vc) serveVCSP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	parts := strings.Split(strings.TrimPrefix(r.URL.Path, vcspPath), "/")
	v.mu.Lock()
	l := v.libraries[parts[0]]
	if l == nil || l.publication["published"] != true || len(parts) < 2 || len(parts) > 3 {
		v.mu.Unlock()
		http.NotFound(w, r)
		return
	}
	if l.publication["authentication_method"] == "BASIC" {
		user, password, _ := r.BasicAuth()
		want := fmt.Sprint(l.publication["password"])
		if user != "vcsp" || subtle.ConstantTimeCompare([]byte(password), []byte(want)) != 1 {
			v.mu.Unlock()
			w.Header().Set("WWW-Authenticate", `Basic realm="VCSP"`)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
	}
	value, where, etag := l.vcsp(parts[1:])
	v.mu.Unlock()
	v.sendVCSP(w, r, value, where, etag)
}

func (v *vc) sendVCSP(w http.ResponseWriter, r *http.Request, value any, where, etag string) {
	switch {
	case value != nil:
		writeJSON(w, http.StatusOK, value)
	case where != "":
		in, err := os.Open(where)
		if err != nil {
			http.NotFound(w, r)
			return
		}
		defer in.Close()
		w.Header().Set("ETag", `"`+etag+`"`)
		w.Header().Set("Content-Type", "application/octet-stream")
		http.ServeContent(w, r, "", time.Time{}, in)
	default:
		http.NotFound(w, r)
	}
}

// vcsp finds what a path below the library's folder is: a JSON value, or a file with its tag. The lock is held.
func (l *lib) vcsp(path []string) (value any, where, etag string) {
	if len(path) == 1 {
		switch path[0] {
		case "lib.json":
			return record{"vcspVersion": "2", "version": number(l.change), "contentVersion": "1", "name": l.name,
				"id": "urn:uuid:" + l.id, "created": vcspTime(l.created), "itemsHref": "items.json",
				"capabilities": record{"transferIn": []string{"httpGet"}, "transferOut": []string{"httpGet"}}}, "", ""
		case "items.json":
			list := []record{}
			for _, i := range l.sorted() {
				if i.template == nil && len(i.files) > 0 {
					list = append(list, i.vcsp())
				}
			}
			return record{"items": list}, "", ""
		}
		return nil, "", ""
	}
	i := l.items[path[0]]
	if i == nil {
		return nil, "", ""
	}
	if path[1] == "item.json" {
		return i.vcsp(), "", ""
	}
	if f := i.file(path[1]); f != nil {
		return nil, f.path, f.tag(i)
	}
	return nil, "", ""
}

func vcspTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04Z") }

func (f *file) tag(i *item) string { return fmt.Sprintf("%s-%d", i.id[:8], f.version) }

func (i *item) vcsp() record {
	kind := map[string]string{"ovf": "vcsp.ovf", "iso": "vcsp.iso"}[strings.ToLower(i.kind)]
	if kind == "" {
		kind = "vcsp.other"
	}
	files := []record{}
	for _, f := range i.files {
		files = append(files, record{"name": f.name, "size": f.size, "etag": f.tag(i), "generationNum": f.changed.Unix() + int64(f.version),
			"hrefs": []string{i.id + "/" + url.PathEscape(f.name)}})
	}
	out := record{"created": vcspTime(i.created), "description": i.description, "id": "urn:uuid:" + i.id, "name": i.name, "type": kind,
		"version": number(i.contentVersion + i.metadataVersion - 1), "contentVersion": number(i.contentVersion),
		"properties": record{}, "selfHref": i.id + "/item.json", "files": files}
	if kind == "vcsp.ovf" {
		out["metadata"] = []record{{"key": "type-metadata", "type": "String", "domain": "SYSTEM", "visibility": "READONLY",
			"value": fmt.Sprintf(`{"id":"urn:uuid:%s","version":"2","libraryIdParent":"urn:uuid:%s","isVappTemplate":"false","vmTemplate":null,`+
				`"vappTemplate":null,"networks":[],"storagePolicyGroups":null}`, i.id, i.lib.id)}}
	}
	return out
}

func (v *vc) listSubscriptions(c *call) (any, error) {
	id := c.vars["library"]
	if id == "" {
		id = c.URL.Query().Get("library")
	}
	l, err := v.library(id)
	if err != nil {
		return nil, err
	}
	list := []record{}
	for sid, s := range l.subscribers {
		list = append(list, record{"subscription": sid, "subscribed_library": s["subscribed_library"],
			"subscribed_library_name": s["subscribed_library_name"]})
	}
	sort.Slice(list, func(a, b int) bool { return fmt.Sprint(list[a]["subscription"]) < fmt.Sprint(list[b]["subscription"]) })
	return list, nil
}

// createSubscription binds a subscribed library of this vCenter, an existing or a new one, to a published one.
func (v *vc) createSubscription(c *call) (any, error) {
	var spec struct {
		Library struct {
			Target    string      `json:"target"`
			Location  string      `json:"location"`
			ID        string      `json:"subscribed_library"`
			New       librarySpec `json:"new_subscribed_library"`
			Placement record      `json:"placement"`
		} `json:"subscribed_library"`
	}
	if err := c.in("spec", &spec); err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	l, err := v.library(c.vars["library"])
	if err != nil {
		return nil, err
	}
	if l.publication["published"] != true {
		return nil, notAllowed("The library %s is not published.", l.name)
	}
	if spec.Library.Location == "REMOTE" {
		return nil, fail("UNSUPPORTED", "remote_subscription", "A subscription of another vCenter is not possible here.")
	}
	var to *lib
	if spec.Library.Target == "CREATE_NEW" {
		spec.Library.New.Subscription = record{"authentication_method": "NONE", "subscription_url": l.publication["publish_url"], "on_demand": true}
		to, err = v.makeLibrary("SUBSCRIBED", &spec.Library.New)
	} else if to, err = v.library(spec.Library.ID); err == nil && to.kind != "SUBSCRIBED" {
		err = fail("INVALID_ELEMENT_TYPE", "library_not_subscribed", "The library %s is not subscribed.", to.name)
	}
	if err != nil {
		return nil, err
	}
	sid := v.newID()
	l.subscribers[sid] = record{"subscribed_library": to.id, "subscribed_library_name": to.name, "subscribed_library_location": "LOCAL",
		"subscribed_library_placement": spec.Library.Placement}
	return created{sid}, nil
}

func (v *vc) subscription(c *call) (*lib, string, error) {
	l, err := v.library(c.vars["library"])
	if err != nil {
		return nil, "", err
	}
	sid := c.vars["subscription"]
	if sid == "" {
		sid = c.given("subscription")
	}
	if l.subscribers[sid] == nil {
		return nil, "", notFound("subscription", sid)
	}
	return l, sid, nil
}

func (v *vc) getSubscription(c *call) (any, error) {
	l, sid, err := v.subscription(c)
	if err != nil {
		return nil, err
	}
	return l.subscribers[sid], nil
}

func (v *vc) deleteSubscription(c *call) (any, error) {
	l, sid, err := v.subscription(c)
	if err != nil {
		return nil, err
	}
	delete(l.subscribers, sid)
	return nil, nil
}

// subscribersOf gives the libraries that a publish call goes to, and where their templates are to be placed.
func (v *vc) subscribersOf(c *call, l *lib) ([]*lib, []record, error) {
	var in struct {
		Subscriptions []struct {
			ID string `json:"subscription"`
		} `json:"subscriptions"`
	}
	if len(c.body) > 0 {
		if err := c.in("", &in); err != nil {
			return nil, nil, err
		}
	}
	ids := []string{}
	for _, s := range in.Subscriptions {
		ids = append(ids, s.ID)
	}
	if len(ids) == 0 {
		for sid := range l.subscribers {
			ids = append(ids, sid)
		}
	}
	var libraries []*lib
	var places []record
	for _, sid := range ids {
		s := l.subscribers[sid]
		if s == nil {
			return nil, nil, notFound("subscription", sid)
		}
		if to := v.libraries[fmt.Sprint(s["subscribed_library"])]; to != nil {
			placement, _ := s["subscribed_library_placement"].(record)
			libraries, places = append(libraries, to), append(places, placement)
		}
	}
	return libraries, places, nil
}

func (v *vc) publishLibrary(c *call) (any, error) {
	v.mu.Lock()
	l, err := v.libraryOf(c, "LOCAL")
	var to []*lib
	var places []record
	if err == nil && l.publication["published"] != true {
		err = notAllowed("The library %s is not published.", l.name)
	}
	if err == nil {
		to, places, err = v.subscribersOf(c, l)
	}
	v.mu.Unlock()
	if err != nil {
		return nil, err
	}
	go v.push(l, nil, to, places)
	return nil, nil
}

func (v *vc) publishItem(c *call) (any, error) {
	v.mu.Lock()
	i, err := v.item(c.vars["item"])
	var to []*lib
	var places []record
	if err == nil && i.lib.publication["published"] != true {
		err = notAllowed("The library %s is not published.", i.lib.name)
	}
	if err == nil {
		to, places, err = v.subscribersOf(c, i.lib)
	}
	v.mu.Unlock()
	if err != nil {
		return nil, err
	}
	go v.push(i.lib, i, to, places)
	return nil, nil
}

// push brings the subscribers up to date: files by a sync, templates by a clone.
func (v *vc) push(l *lib, only *item, to []*lib, places []record) {
	for n, sub := range to {
		_ = v.syncLibrary(sub, nil)
		v.mu.Lock()
		items := l.sorted()
		v.mu.Unlock()
		for _, i := range items {
			if i.template != nil && (only == nil || only == i) {
				_ = v.pushTemplate(i, sub, places[n])
			}
		}
	}
}
