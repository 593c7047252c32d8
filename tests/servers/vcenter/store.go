// SPDX-License-Identifier: Apache-2.0

package main

// What is kept: libraries, items and files, and how their versions and times move. Content is in the folders of the datastores.

import (
	"net/url"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/vmware/govmomi/vim25/types"
)

// record is a JSON object.
type record = map[string]any

// file is one file of an item.
type file struct {
	name    string
	path    string // where its bytes are; "" when not cached
	size    int64
	version int
	cached  bool
	digests map[string]string // by algorithm, lower-case hex
	source  string            // URL at the publisher
	etag    string
	changed time.Time
}

// item is an item of a library. contentVersion counts changes of files, metadataVersion changes of name and description,
// version changes of properties.
type item struct {
	lib                                      *lib
	id, name, description, kind              string
	sourceID                                 string
	contentVersion, metadataVersion, version int
	created, modified, synced                time.Time
	files                                    []*file
	fileVersions                             map[string]int
	cached                                   bool
	template                                 *types.ManagedObjectReference
	publishedVersion                         string // the publisher's version of this item
	compliant                                bool
	checkedOut                               []string
}

// lib is a library. change counts every change inside it, for subscribers; version those of its own properties.
type lib struct {
	id, name, description, kind string
	version, change             int
	created, modified, synced   time.Time
	backings                    []record
	datastore                   place
	subscription, publication   record
	policy                      string
	config                      record
	items                       map[string]*item
	subscribers                 map[string]record
	publishedVersion            string
}

func (v *vc) library(id string) (*lib, error) {
	if l := v.libraries[id]; l != nil {
		return l, nil
	}
	return nil, notFound("library", id)
}

func (v *vc) item(id string) (*item, error) {
	for _, l := range v.libraries {
		if i := l.items[id]; i != nil {
			return i, nil
		}
	}
	return nil, notFound("library item", id)
}

// moved notes that the properties of a library changed. vCenter says of both version and last_modified_time that items of the
// library don't move them.
func (l *lib) moved() {
	l.version++
	l.change++
	l.modified = time.Now()
}

// changedFiles notes a new file list of an item.
func (i *item) changedFiles() {
	i.contentVersion++
	i.modified = time.Now()
	i.lib.change++
}

// changedProperties notes a new name, description or type.
func (i *item) changedProperties() {
	i.metadataVersion++
	i.version++
	i.modified = time.Now()
	i.lib.change++
}

func (i *item) size() (total int64) {
	for _, f := range i.files {
		if f.cached {
			total += f.size
		}
	}
	return total
}

func (i *item) file(name string) *file {
	for _, f := range i.files {
		if f.name == name {
			return f
		}
	}
	return nil
}

// byName is an item of a library by its name, without regard to case, as vCenter compares.
func (l *lib) byName(name string) *item {
	for _, i := range l.items {
		if strings.EqualFold(i.name, name) {
			return i
		}
	}
	return nil
}

func (l *lib) sorted() []*item {
	list := make([]*item, 0, len(l.items))
	for _, i := range l.items {
		list = append(list, i)
	}
	sort.Slice(list, func(a, b int) bool { return list[a].name < list[b].name })
	return list
}

func number(n int) string { return strconv.Itoa(n) }

// without copies an object and leaves out members, passwords above all.
func without(o record, names ...string) record {
	if o == nil {
		return nil
	}
	out := record{}
	for key, value := range o {
		out[key] = value
	}
	for _, name := range names {
		delete(out, name)
	}
	return out
}

func (l *lib) view(guid string) record {
	out := record{"id": l.id, "name": l.name, "description": l.description, "type": l.kind, "version": number(l.version),
		"creation_time": stamp(l.created), "last_modified_time": stamp(l.modified), "storage_backings": l.backings,
		"server_guid": guid, "state_info": record{"state": "ACTIVE"}, "unset_security_policy_id": l.policy == ""}
	if l.policy != "" {
		out["security_policy_id"] = l.policy
	}
	if l.config != nil {
		out["configuration_info"] = l.config
	}
	if l.publication != nil {
		out["publish_info"] = without(l.publication, "password", "current_password")
	}
	if l.subscription != nil {
		out["subscription_info"] = without(l.subscription, "password")
		if !l.synced.IsZero() {
			out["last_sync_time"] = stamp(l.synced)
		}
	}
	return out
}

func (i *item) view() record {
	out := record{"id": i.id, "library_id": i.lib.id, "name": i.name, "description": i.description, "type": i.kind,
		"content_version": number(i.contentVersion), "metadata_version": number(i.metadataVersion), "version": number(i.version),
		"creation_time": stamp(i.created), "last_modified_time": stamp(i.modified), "cached": i.cached, "size": i.size()}
	if i.sourceID != "" {
		out["source_id"] = i.sourceID
		out["last_sync_time"] = stamp(i.synced)
	}
	if i.lib.policy != "" {
		out["security_compliance"] = i.compliant
		status := "NOT_AVAILABLE"
		if i.compliant {
			status = "VERIFIED"
		}
		out["certificate_verification_info"] = record{"status": status}
	}
	return out
}

func (f *file) view() record {
	out := record{"name": f.name, "size": f.size, "version": number(f.version), "cached": f.cached}
	if !f.cached {
		out["size"] = 0
	}
	if sum := f.digests["SHA256"]; sum != "" {
		out["checksum_info"] = record{"algorithm": "SHA256", "checksum": sum}
	}
	return out
}

// storage is where a file lies; the address begins with the datastore's summary.url, as in vCenter, and has a query.
func (f *file) storage(l *lib, guid string) record {
	out := f.view()
	out["storage_backing"] = record{"type": "DATASTORE", "datastore_id": l.datastore.ID}
	out["storage_uris"] = []string{}
	if f.cached {
		address := url.URL{Path: f.path, RawQuery: "serverId=" + guid}
		out["storage_uris"] = []string{address.String()}
	}
	return out
}

func (l *lib) folder() string { return filepath.Join(l.datastore.Path, "contentlib-"+l.id) }

func (i *item) folder() string { return filepath.Join(i.lib.folder(), i.id) }

// newFile gives the path where a file of an item goes: NAME_UUID.EXTENSION, as vCenter names them.
func (v *vc) newFile(i *item, name string) (string, error) {
	base, extension := name, filepath.Ext(name)
	base = strings.TrimSuffix(base, extension)
	return filepath.Join(i.folder(), base+"_"+v.newID()+extension), os.MkdirAll(i.folder(), 0o755)
}

// newItem puts an item into a library. The lock is held.
func (v *vc) newItem(l *lib, name, description, kind string) *item {
	now := time.Now()
	i := &item{lib: l, id: v.newID(), name: name, description: description, kind: kind, contentVersion: 1, metadataVersion: 1,
		version: 1, created: now, modified: now, cached: true, fileVersions: map[string]int{}}
	l.items[i.id] = i
	l.change++
	return i
}

// put makes files the content of an item, in place of files of the same name; names in remove go. The lock is held.
func (i *item) put(files []*file, remove map[string]bool) {
	kept := []*file{}
	for _, f := range i.files {
		replaced := remove[f.name]
		for _, g := range files {
			replaced = replaced || g.name == f.name
		}
		if !replaced {
			kept = append(kept, f)
		} else if f.path != "" {
			_ = os.Remove(f.path)
		}
	}
	for _, f := range files {
		i.fileVersions[f.name]++
		f.version, f.cached, f.changed = i.fileVersions[f.name], true, time.Now()
		kept = append(kept, f)
	}
	i.files = kept
	i.changedFiles()
}

// drop takes an item away, and what is in flight for it. The lock is held.
func (v *vc) drop(i *item) {
	delete(i.lib.items, i.id)
	i.lib.change++
	for id, u := range v.updates {
		if u.item == i {
			u.stop()
			delete(v.updates, id)
		}
	}
	for id, d := range v.downloads {
		if d.item == i {
			delete(v.downloads, id)
		}
	}
	_ = os.RemoveAll(i.folder())
}
