// SPDX-License-Identifier: Apache-2.0

package main

// Items and their files: create, find, change, delete, copy, list.

import (
	"io"
	"os"
	"strings"
	"time"
)

const (
	restItem    = "/rest/com/vmware/content/library/item"
	apiItem     = "/api/content/library/item"
	restFile    = restItem + "/file"
	restStorage = restItem + "/storage"
)

func (v *vc) itemOperations() []operation {
	rest, api := restItem+"/id:{item}", apiItem+"/{item}"
	return []operation{
		{"GET", restItem, apiItem, "", v.locked(v.listItems)},
		{"POST", restItem, apiItem, "", v.locked(v.createItem)},
		{"POST", restItem, "", "create", v.locked(v.createItem)},
		{"POST", restItem, apiItem, "find", v.locked(v.findItems)},
		{"GET", rest, api, "", v.locked(v.getItem)},
		{"PATCH", rest, api, "", v.locked(v.updateItem)},
		{"DELETE", rest, api, "", v.deleteItem},
		{"POST", rest, api, "copy", v.copyItem},
		{"GET", restFile, "", "", v.locked(v.files((*file).view))},
		{"POST", restFile + "/id:{item}", "", "get", v.locked(v.oneFile)},
		{"GET", "", api + "/file", "", v.locked(v.apiFiles)},
		{"GET", restStorage, "", "", v.locked(v.storages)},
		{"POST", restStorage + "/id:{item}", "", "get", v.locked(v.storages)},
		{"GET", "", api + "/storage", "", v.locked(v.storages)},
	}
}

func (v *vc) listItems(c *call) (any, error) {
	l, err := v.library(c.URL.Query().Get("library_id"))
	if err != nil {
		return nil, err
	}
	ids := []string{}
	for _, i := range l.sorted() {
		ids = append(ids, i.id)
	}
	return ids, nil
}

type itemSpec struct {
	Library     string  `json:"library_id"`
	Name        *string `json:"name"`
	Description *string `json:"description"`
	Type        *string `json:"type"`
	Version     string  `json:"version"`
	SourceID    string  `json:"source_id"`
	Cached      *bool   `json:"cached"`
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// checkName refuses names that vCenter refuses, and one that the library has already.
func checkName(l *lib, name string, but *item) error {
	if name == "" || len(name) > 80 || strings.ContainsAny(name, `/\%`) || strings.Contains(name, "..") {
		return invalid("The name %q is not allowed for an item.", name)
	}
	if other := l.byName(name); other != nil && other != but {
		return fail("ALREADY_EXISTS", "duplicate_item_name_unsupported_in_library",
			"An item with the name %s exists already in the library %s.", name, l.name)
	}
	return nil
}

// writable refuses changes in a subscribed library.
func writable(l *lib) error {
	if l.kind != "LOCAL" {
		return fail("INVALID_ELEMENT_TYPE", "library_not_local", "The library %s is subscribed: its items can't be changed here.", l.name)
	}
	return nil
}

func (v *vc) createItem(c *call) (any, error) {
	var spec itemSpec
	if err := c.in("create_spec", &spec); err != nil {
		return nil, err
	}
	if id, ok := v.tokens[c.token()]; ok && c.token() != "" {
		return created{id}, nil
	}
	l, err := v.library(spec.Library)
	if err == nil {
		err = writable(l)
	}
	if err == nil {
		err = checkName(l, text(spec.Name), nil)
	}
	if err != nil {
		return nil, err
	}
	i := v.newItem(l, text(spec.Name), text(spec.Description), text(spec.Type))
	if c.token() != "" {
		v.tokens[c.token()] = i.id
	}
	return created{i.id}, nil
}

func (v *vc) findItems(c *call) (any, error) {
	var spec itemSpec
	if err := c.in("spec", &spec); err != nil {
		return nil, err
	}
	if spec.Library == "" && spec.Name == nil && spec.Type == nil && spec.SourceID == "" && spec.Cached == nil {
		return nil, invalid("At least one property of the search must be set.")
	}
	ids := []string{}
	for _, lid := range v.libraryIDs(func(l *lib) bool { return spec.Library == "" || spec.Library == l.id }) {
		for _, i := range v.libraries[lid].sorted() {
			if (spec.Name == nil || strings.EqualFold(*spec.Name, i.name)) && (spec.Type == nil || strings.EqualFold(*spec.Type, i.kind)) &&
				(spec.SourceID == "" || spec.SourceID == i.sourceID) && (spec.Cached == nil || *spec.Cached == i.cached) {
				ids = append(ids, i.id)
			}
		}
	}
	return ids, nil
}

func (v *vc) getItem(c *call) (any, error) {
	i, err := v.item(c.vars["item"])
	if err != nil {
		return nil, err
	}
	return i.view(), nil
}

func (v *vc) updateItem(c *call) (any, error) {
	var spec itemSpec
	if err := c.in("update_spec", &spec); err != nil {
		return nil, err
	}
	i, err := v.item(c.vars["item"])
	if err == nil {
		err = writable(i.lib)
	}
	if err != nil {
		return nil, err
	}
	if spec.Version != "" && spec.Version != number(i.version) {
		return nil, fail("INVALID_ARGUMENT", "item_version_mismatch", "The version of the item is %d, not %s.", i.version, spec.Version)
	}
	if spec.Name != nil && *spec.Name != i.name {
		if err := checkName(i.lib, *spec.Name, i); err != nil {
			return nil, err
		}
		i.name = *spec.Name
	}
	if spec.Description != nil {
		i.description = *spec.Description
	}
	if spec.Type != nil {
		i.kind = *spec.Type
	}
	i.changedProperties()
	return nil, nil
}

func (v *vc) deleteItem(c *call) (any, error) {
	v.mu.Lock()
	i, err := v.item(c.vars["item"])
	if err == nil {
		err = writable(i.lib)
	}
	if err != nil {
		v.mu.Unlock()
		return nil, err
	}
	v.drop(i)
	template := i.template
	v.mu.Unlock()
	if template != nil {
		return nil, v.destroyVM(*template)
	}
	return nil, nil
}

// copyItem answers at once; the content follows.
func (v *vc) copyItem(c *call) (any, error) {
	var spec itemSpec
	if err := c.in("destination_create_spec", &spec); err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	from, err := v.item(c.vars["item"])
	if err != nil {
		return nil, err
	}
	l, err := v.library(spec.Library)
	if err == nil {
		err = writable(l)
	}
	if err == nil {
		if spec.Name == nil {
			spec.Name = &from.name
		}
		err = checkName(l, *spec.Name, nil)
	}
	if err == nil && from.template != nil {
		err = fail("UNSUPPORTED", "copy_of_template", "The item %s is a VM template: clone it instead.", from.name)
	}
	if err != nil {
		return nil, err
	}
	if spec.Description == nil {
		spec.Description = &from.description
	}
	to := v.newItem(l, *spec.Name, *spec.Description, from.kind)
	go v.copyContent(to, append([]*file{}, from.files...))
	return created{to.id}, nil
}

// copyContent fills a copy; when that fails the copy goes again.
func (v *vc) copyContent(to *item, from []*file) {
	time.Sleep(20 * time.Millisecond)
	var files []*file
	var err error
	for _, f := range from {
		v.mu.Lock()
		var path string
		path, err = v.newFile(to, f.name)
		v.mu.Unlock()
		if err == nil {
			err = copyBytes(path, f.path)
		}
		if err != nil {
			break
		}
		files = append(files, &file{name: f.name, path: path, size: f.size, digests: f.digests})
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if err != nil {
		v.drop(to)
		return
	}
	to.put(files, nil)
	v.judge(to)
}

func copyBytes(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	if _, err = io.Copy(out, in); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}

// subject is the item that a question about files is about.
func (v *vc) subject(c *call) (*item, error) {
	id := c.vars["item"]
	if id == "" {
		id = c.URL.Query().Get("library_item_id")
	}
	return v.item(id)
}

func (v *vc) files(view func(*file) record) func(*call) (any, error) {
	return func(c *call) (any, error) {
		i, err := v.subject(c)
		if err != nil {
			return nil, err
		}
		list := []record{}
		for _, f := range i.files {
			list = append(list, view(f))
		}
		return list, nil
	}
}

func (v *vc) oneFile(c *call) (any, error) {
	i, err := v.subject(c)
	if err != nil {
		return nil, err
	}
	name := c.given("name", "file_name")
	if f := i.file(name); f != nil {
		return f.view(), nil
	}
	return nil, notFound("file", name)
}

func (v *vc) apiFiles(c *call) (any, error) {
	if c.URL.Query().Has("name") {
		return v.oneFile(c)
	}
	return v.files((*file).view)(c)
}

func (v *vc) storages(c *call) (any, error) {
	i, err := v.subject(c)
	if err != nil {
		return nil, err
	}
	name, list := c.given("file_name"), []record{}
	for _, f := range i.files {
		if name == "" || f.name == name {
			list = append(list, f.storage(i.lib, v.ready.InstanceUUID))
		}
	}
	if name != "" && len(list) == 0 {
		return nil, notFound("file", name)
	}
	return list, nil
}
