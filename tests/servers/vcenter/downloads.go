// SPDX-License-Identifier: Apache-2.0

package main

// Download sessions: a file is prepared, then fetched from its endpoint.

import (
	"net/http"
	"net/url"
	"os"
	"sort"
	"time"
)

const (
	restDownload     = restItem + "/download-session"
	apiDownload      = apiItem + "/download-session"
	restDownloadFile = restItem + "/downloadsession/file"
)

type download struct {
	id      string
	item    *item
	files   []*file // as they were when the session began
	state   string
	fault   record
	expires time.Time
	ready   map[string]time.Time
	sent    map[string]int64
}

func (v *vc) downloadOperations() []operation {
	rest, api := restDownload+"/id:{session}", apiDownload+"/{session}"
	restF, apiF := restDownloadFile+"/id:{session}", api+"/file"
	list := []operation{
		{"POST", restDownload, apiDownload, "", v.locked(v.createDownload)},
		{"GET", restDownload, apiDownload, "", v.locked(v.listDownloads)},
		{"GET", rest, api, "", v.onDownload(v.viewDownload)},
		{"DELETE", rest, api, "", v.onDownload(v.deleteDownload)},
		{"POST", rest, api, "keep-alive", v.onDownload(func(_ *call, d *download) (any, error) {
			d.expires = time.Now().Add(sessionLife)
			return nil, nil
		})},
		{"POST", rest, api, "cancel", v.onDownload(v.endDownload("CANCELED"))},
		{"POST", rest, api, "fail", v.onDownload(v.endDownload("ERROR"))},
		{"GET", restDownloadFile, "", "", v.onDownload(v.listDownloadFiles)},
		{"GET", "", apiF, "", v.onDownload(v.apiDownloadFiles)},
		{"POST", restF, "", "get", v.onDownload(v.oneDownloadFile)},
		{"POST", restF, apiF, "prepare", v.onDownload(v.prepare)},
	}
	return list
}

func (v *vc) createDownload(c *call) (any, error) {
	var spec struct {
		Item string `json:"library_item_id"`
	}
	if err := c.in("create_spec", &spec); err != nil {
		return nil, err
	}
	if id, ok := v.tokens[c.token()]; ok && c.token() != "" {
		return created{id}, nil
	}
	i, err := v.item(spec.Item)
	if err != nil {
		return nil, err
	}
	d := &download{id: v.newID(), item: i, files: append([]*file{}, i.files...), state: "ACTIVE",
		expires: time.Now().Add(sessionLife), ready: map[string]time.Time{}, sent: map[string]int64{}}
	v.downloads[d.id] = d
	if c.token() != "" {
		v.tokens[c.token()] = d.id
	}
	return created{d.id}, nil
}

func (v *vc) listDownloads(*call) (any, error) {
	ids := []string{}
	for id := range v.downloads {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	return ids, nil
}

func (v *vc) onDownload(f func(*call, *download) (any, error)) func(*call) (any, error) {
	return v.locked(func(c *call) (any, error) {
		id := c.vars["session"]
		if id == "" {
			id = c.URL.Query().Get("download_session_id")
		}
		d := v.downloads[id]
		if d == nil {
			return nil, notFound("download session", id)
		}
		return f(c, d)
	})
}

func (v *vc) viewDownload(_ *call, d *download) (any, error) {
	out := record{"id": d.id, "library_item_id": d.item.id, "state": d.state, "expiration_time": stamp(d.expires),
		"library_item_content_version": number(d.item.contentVersion)}
	if d.fault != nil {
		out["error_message"] = d.fault
	}
	return out, nil
}

func (v *vc) deleteDownload(_ *call, d *download) (any, error) {
	delete(v.downloads, d.id)
	return nil, nil
}

func (v *vc) endDownload(state string) func(*call, *download) (any, error) {
	return func(_ *call, d *download) (any, error) {
		d.state = state
		return nil, nil
	}
}

func (d *download) file(name string) *file {
	for _, f := range d.files {
		if f.name == name {
			return f
		}
	}
	return nil
}

func (v *vc) viewFile(d *download, f *file) record {
	out := record{"name": f.name, "bytes_transferred": d.sent[f.name], "status": "UNPREPARED"}
	at, asked := d.ready[f.name]
	switch {
	case !asked:
	case time.Now().Before(at):
		out["status"] = "PREPARING"
	case !f.cached:
		out["status"] = "ERROR"
		out["error_message"] = message("com.vmware.vdcs.cls-main.file_not_cached", "The file "+f.name+" could not be fetched from the publisher.")
	default:
		out["status"], out["size"] = "PREPARED", f.size
		out["download_endpoint"] = record{"uri": v.ready.URL + dataPath + d.id + "/" + url.PathEscape(f.name)}
		if sum := f.digests["SHA256"]; sum != "" {
			out["checksum_info"] = record{"algorithm": "SHA256", "checksum": sum}
		}
	}
	return out
}

func (v *vc) listDownloadFiles(_ *call, d *download) (any, error) {
	list := []record{}
	for _, f := range d.files {
		list = append(list, v.viewFile(d, f))
	}
	return list, nil
}

func (v *vc) oneDownloadFile(c *call, d *download) (any, error) {
	name := c.given("file_name")
	if f := d.file(name); f != nil {
		return v.viewFile(d, f), nil
	}
	return nil, notFound("file", name)
}

func (v *vc) apiDownloadFiles(c *call, d *download) (any, error) {
	if c.URL.Query().Has("file_name") {
		return v.oneDownloadFile(c, d)
	}
	return v.listDownloadFiles(c, d)
}

// prepare makes a file ready; one of an on-demand library is fetched from the publisher first.
func (v *vc) prepare(c *call, d *download) (any, error) {
	if d.state != "ACTIVE" {
		return nil, notAllowed("The download session %s is in the state %s.", d.id, d.state)
	}
	name := c.given("file_name")
	f := d.file(name)
	if f == nil {
		return nil, notFound("file", name)
	}
	if _, asked := d.ready[name]; !asked {
		d.ready[name] = time.Now().Add(time.Duration(v.settings.PrepareMS) * time.Millisecond)
		if !f.cached && f.source != "" {
			d.ready[name] = time.Now().Add(time.Hour)
			go v.cacheFor(d, f)
		}
	}
	return v.viewFile(d, f), nil
}

func (v *vc) cacheFor(d *download, f *file) {
	_ = v.cacheFile(d.item, f)
	v.mu.Lock()
	defer v.mu.Unlock()
	d.ready[f.name] = time.Now()
}

// serveDownload sends the bytes, ranges too.
func (v *vc) serveDownload(c *call, d *download, name string) {
	v.mu.Lock()
	f := d.file(name)
	at, asked := d.ready[name]
	refuse := f == nil || !asked || time.Now().Before(at) || !f.cached || d.state != "ACTIVE"
	where := ""
	if !refuse {
		where = f.path
		d.sent[name] = f.size
	}
	v.mu.Unlock()
	if refuse {
		http.NotFound(c.w, c.Request)
		return
	}
	in, err := os.Open(where)
	if err != nil {
		http.Error(c.w, err.Error(), http.StatusInternalServerError)
		return
	}
	defer in.Close()
	c.w.Header().Set("Content-Type", "application/octet-stream")
	http.ServeContent(c.w, c.Request, "", time.Time{}, in)
}
