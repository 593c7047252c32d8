// SPDX-License-Identifier: Apache-2.0

package main

// Update sessions: files come in by PUSH or PULL, are checked, and are seen only after complete.

import (
	"net/http"
	"net/url"
	"os"
	"sort"
	"strings"
	"time"
)

const (
	restUpdate     = restItem + "/update-session"
	apiUpdate      = apiItem + "/update-session"
	restUpdateFile = restItem + "/updatesession/file"
	apiProbe       = apiItem + "/updatesession/file"
	dataPath       = "/cls/data/"
	sessionLife    = time.Hour
)

// endpoint is where a file is pulled from.
type endpoint struct {
	URI         string `json:"uri"`
	Certificate string `json:"ssl_certificate"`
	Thumbprint  string `json:"ssl_certificate_thumbprint"`
}

// updateFile is one file of an update session.
type updateFile struct {
	Name       string            `json:"name"`
	SourceType string            `json:"source_type"`
	Size       *int64            `json:"size"`
	Checksum   map[string]string `json:"checksum_info"`
	Source     *endpoint         `json:"source_endpoint"`
	status     string
	fault      record
	received   int64
	content    []*file // one, or the members of an OVA
}

type update struct {
	id      string
	item    *item
	state   string
	fault   record
	expires time.Time
	version int
	files   map[string]*updateFile
	removed map[string]bool
	asked   bool // complete was called
	percent int
}

func (v *vc) updateOperations() []operation {
	rest, api := restUpdate+"/id:{session}", apiUpdate+"/{session}"
	restF, apiF := restUpdateFile+"/id:{session}", api+"/file"
	return []operation{
		{"POST", restUpdate, apiUpdate, "", v.locked(v.createUpdate)},
		{"GET", restUpdate, apiUpdate, "", v.locked(v.listUpdates)},
		{"GET", rest, api, "", v.onUpdate("", v.viewUpdate)},
		{"DELETE", rest, api, "", v.onUpdate("", v.deleteUpdate)},
		{"POST", rest, api, "keep-alive", v.onUpdate("ACTIVE", v.keepAlive)},
		{"POST", rest, api, "complete", v.onUpdate("ACTIVE", v.completeUpdate)},
		{"POST", rest, api, "cancel", v.onUpdate("ACTIVE", v.cancelUpdate)},
		{"POST", rest, api, "fail", v.onUpdate("ACTIVE", v.failUpdate)},
		{"POST", restF, "", "add", v.onUpdate("ACTIVE", v.addFile)},
		{"POST", "", apiF, "", v.onUpdate("ACTIVE", v.addFile)},
		{"POST", restF, "", "get", v.onUpdate("", v.oneUpdateFile)},
		{"POST", restF, apiF, "remove", v.onUpdate("ACTIVE", v.removeFile)},
		{"POST", restF, apiF, "validate", v.onUpdate("ACTIVE", v.validate)},
		{"GET", restUpdateFile, "", "", v.onUpdate("", v.listUpdateFiles)},
		{"GET", "", apiF, "", v.onUpdate("", v.apiUpdateFiles)},
		{"POST", restUpdateFile, apiProbe, "probe", v.probe},
	}
}

func (v *vc) createUpdate(c *call) (any, error) {
	var spec struct {
		Item    string `json:"library_item_id"`
		Version string `json:"library_item_content_version"`
	}
	if err := c.in("create_spec", &spec); err != nil {
		return nil, err
	}
	if id, ok := v.tokens[c.token()]; ok && c.token() != "" {
		return created{id}, nil
	}
	i, err := v.item(spec.Item)
	if err == nil {
		err = writable(i.lib)
	}
	if err != nil {
		return nil, err
	}
	if spec.Version != "" && spec.Version != number(i.contentVersion) {
		return nil, fail("INVALID_ARGUMENT", "content_version_mismatch", "The content version is %d, not %s.", i.contentVersion, spec.Version)
	}
	for _, other := range v.updates {
		if other.item == i && other.state == "ACTIVE" {
			return nil, fail("RESOURCE_BUSY", "update_session_active", "The item %s has an active update session already.", i.name)
		}
	}
	u := &update{id: v.newID(), item: i, state: "ACTIVE", expires: time.Now().Add(sessionLife), version: i.contentVersion,
		files: map[string]*updateFile{}, removed: map[string]bool{}}
	v.updates[u.id] = u
	if c.token() != "" {
		v.tokens[c.token()] = u.id
	}
	return created{u.id}, nil
}

func (v *vc) listUpdates(*call) (any, error) {
	ids := []string{}
	for id := range v.updates {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	return ids, nil
}

// onUpdate finds the session of a call, with the lock held; a state may be needed.
func (v *vc) onUpdate(state string, f func(*call, *update) (any, error)) func(*call) (any, error) {
	return v.locked(func(c *call) (any, error) {
		id := c.vars["session"]
		if id == "" {
			id = c.URL.Query().Get("update_session_id")
		}
		u := v.updates[id]
		if u == nil {
			return nil, notFound("update session", id)
		}
		if state != "" && u.state != state {
			return nil, notAllowed("The update session %s is in the state %s.", id, u.state)
		}
		return f(c, u)
	})
}

func notAllowed(format string, args ...any) error {
	return fail("NOT_ALLOWED_IN_CURRENT_STATE", "not_allowed_in_current_state", format, args...)
}

func (v *vc) viewUpdate(_ *call, u *update) (any, error) {
	out := record{"id": u.id, "library_item_id": u.item.id, "library_item_content_version": number(u.version), "state": u.state,
		"expiration_time": stamp(u.expires), "client_progress": u.percent}
	if u.fault != nil {
		out["error_message"] = u.fault
	}
	return out, nil
}

func (v *vc) deleteUpdate(_ *call, u *update) (any, error) {
	u.stop()
	delete(v.updates, u.id)
	return nil, nil
}

func (v *vc) keepAlive(c *call, u *update) (any, error) {
	var in struct {
		Percent int `json:"client_progress"`
	}
	if len(c.body) > 0 {
		if err := c.in("", &in); err != nil {
			return nil, err
		}
		u.percent = in.Percent
	}
	u.expires = time.Now().Add(sessionLife)
	return nil, nil
}

// stop throws away what came in and was not made content. The lock is held.
func (u *update) stop() {
	if u.state == "ACTIVE" {
		u.state = "CANCELED"
	}
	if u.state != "DONE" {
		for _, f := range u.files {
			f.discard()
		}
	}
}

func (f *updateFile) discard() {
	for _, g := range f.content {
		_ = os.Remove(g.path)
	}
	f.content = nil
}

func (v *vc) cancelUpdate(_ *call, u *update) (any, error) {
	u.stop()
	return nil, nil
}

func (v *vc) failUpdate(c *call, u *update) (any, error) {
	u.state = "ERROR"
	u.fault = message("com.vmware.vdcs.cls-main.client_error", c.given("client_error_message"))
	u.stop()
	return nil, nil
}

// completeUpdate: what is pushed must be there; what is pulled may still be on its way.
func (v *vc) completeUpdate(_ *call, u *update) (any, error) {
	missing := []string{}
	for _, f := range u.files {
		switch {
		case f.status == "ERROR":
			return nil, notAllowed("The file %s could not be transferred.", f.Name)
		case f.SourceType == "PUSH" && f.status != "READY":
			missing = append(missing, f.Name)
		}
	}
	if len(missing) > 0 {
		sort.Strings(missing)
		return nil, notAllowed("Files are missing: %s.", strings.Join(missing, ", "))
	}
	if len(u.files) > 0 && !u.transferring() {
		there := []*file{}
		for _, f := range u.files {
			there = append(there, f.content...)
		}
		if err := lacksReferences(u.item, there); err != nil {
			return nil, notAllowed("%s", err)
		}
	}
	u.asked = true
	if v.settings.CompleteMS > 0 {
		go func() {
			time.Sleep(time.Duration(v.settings.CompleteMS) * time.Millisecond)
			v.mu.Lock()
			defer v.mu.Unlock()
			v.finish(u)
		}()
		return nil, nil
	}
	v.finish(u)
	return nil, nil
}

func (u *update) transferring() bool {
	for _, f := range u.files {
		if f.status != "READY" {
			return true
		}
	}
	return false
}

// finish makes the files the item's content once all are there. The lock is held.
func (v *vc) finish(u *update) {
	if !u.asked || u.state != "ACTIVE" {
		return
	}
	files := []*file{}
	for _, name := range u.names() {
		f := u.files[name]
		if f.status == "ERROR" {
			u.state, u.fault = "ERROR", f.fault
			u.stop()
			return
		}
		if f.status != "READY" {
			return
		}
		files = append(files, f.content...)
	}
	if err := lacksReferences(u.item, files); err != nil {
		u.state, u.fault = "ERROR", message("com.vmware.ovfs.ovf-main.ovfs.missing_file", err.Error())
		u.stop()
		return
	}
	u.item.put(files, u.removed)
	u.state = "DONE"
	v.judge(u.item)
}

func (u *update) names() []string {
	names := []string{}
	for name := range u.files {
		names = append(names, name)
	}
	sort.Slice(names, func(a, b int) bool { // the descriptor first, as vCenter lists it
		x, y := strings.HasSuffix(names[a], ".ovf"), strings.HasSuffix(names[b], ".ovf")
		return x && !y || x == y && names[a] < names[b]
	})
	return names
}

func (f *updateFile) view(base string, u *update) record {
	out := record{"name": f.Name, "source_type": f.SourceType, "status": f.status, "bytes_transferred": f.received}
	if f.Size != nil {
		out["size"] = *f.Size
	}
	if f.Checksum != nil {
		out["checksum_info"] = f.Checksum
	}
	if f.fault != nil {
		out["error_message"] = f.fault
	}
	if f.Source != nil {
		out["source_endpoint"] = record{"uri": f.Source.URI}
	}
	if f.SourceType == "PUSH" {
		out["upload_endpoint"] = record{"uri": base + dataPath + u.id + "/" + url.PathEscape(f.Name)}
	}
	return out
}

func (v *vc) addFile(c *call, u *update) (any, error) {
	f := &updateFile{}
	if err := c.in("file_spec", f); err != nil {
		return nil, err
	}
	if f.Name == "" || strings.ContainsAny(f.Name, `/\`) || f.Name == ".." {
		return nil, invalid("The file name %q is not allowed.", f.Name)
	}
	if _, err := newDigest(f.Checksum); err != nil {
		return nil, err
	}
	if old := u.files[f.Name]; old != nil {
		old.discard()
	}
	switch f.SourceType {
	case "PUSH":
		f.status = "WAITING_FOR_TRANSFER"
	case "PULL":
		if f.Source == nil || f.Source.URI == "" {
			return nil, invalid("A file that is pulled needs a source_endpoint.")
		}
		f.status = "TRANSFERRING"
		go v.pull(u, f)
	default:
		return nil, invalid("The source_type %q is unknown.", f.SourceType)
	}
	u.files[f.Name] = f
	delete(u.removed, f.Name)
	return created{f.view(v.ready.URL, u)}, nil
}

func (v *vc) removeFile(c *call, u *update) (any, error) {
	name := c.given("file_name")
	f := u.files[name]
	if f == nil && u.item.file(name) == nil {
		return nil, notFound("file", name)
	}
	if f != nil {
		f.discard()
		delete(u.files, name)
	}
	if u.item.file(name) != nil {
		u.removed[name] = true
	}
	return nil, nil
}

func (v *vc) oneUpdateFile(c *call, u *update) (any, error) {
	name := c.given("file_name")
	if f := u.files[name]; f != nil {
		return f.view(v.ready.URL, u), nil
	}
	return nil, notFound("file", name)
}

func (v *vc) listUpdateFiles(_ *call, u *update) (any, error) {
	list := []record{}
	for _, name := range u.names() {
		list = append(list, u.files[name].view(v.ready.URL, u))
	}
	return list, nil
}

func (v *vc) apiUpdateFiles(c *call, u *update) (any, error) {
	if c.URL.Query().Has("file_name") {
		return v.oneUpdateFile(c, u)
	}
	return v.listUpdateFiles(c, u)
}

// validate tells what complete would refuse.
func (v *vc) validate(_ *call, u *update) (any, error) {
	missing, bad, there := []string{}, []record{}, []*file{}
	for _, name := range u.names() {
		f := u.files[name]
		if f.fault != nil {
			bad = append(bad, record{"name": name, "error_message": f.fault})
		}
		there = append(there, f.content...)
	}
	for _, name := range referencedButAbsent(u.item, there) {
		if u.files[name] == nil || u.files[name].fault == nil {
			missing = append(missing, name)
		}
	}
	return record{"has_errors": len(missing)+len(bad) > 0, "missing_files": missing, "invalid_files": bad}, nil
}

// data serves uploads and downloads. A session is needed, as on vCenter.
func (v *vc) data(c *call) {
	if v.who(c.Request) == "" {
		c.refuse(unauthenticated())
		return
	}
	rest := strings.TrimPrefix(c.URL.Path, dataPath)
	id, name, _ := strings.Cut(rest, "/")
	v.mu.Lock()
	u, d := v.updates[id], v.downloads[id]
	v.mu.Unlock()
	switch {
	case u != nil && c.Method == http.MethodPut:
		v.upload(c, u, name)
	case d != nil && (c.Method == http.MethodGet || c.Method == http.MethodHead):
		v.serveDownload(c, d, name)
	case u != nil || d != nil:
		c.w.WriteHeader(http.StatusMethodNotAllowed)
	default:
		http.NotFound(c.w, c.Request)
	}
}
