// SPDX-License-Identifier: Apache-2.0

package main

// Libraries: local and subscribed, create, find, change, delete. Publishing and subscribing is in publish.go and subscribe.go.

import (
	"os"
	"sort"
	"strings"
	"time"
)

const (
	restLibrary    = "/rest/com/vmware/content/library"
	restLocal      = "/rest/com/vmware/content/local-library"
	restSubscribed = "/rest/com/vmware/content/subscribed-library"
	apiLibrary     = "/api/content/library"
	apiLocal       = "/api/content/local-library"
	apiSubscribed  = "/api/content/subscribed-library"
)

type librarySpec struct {
	Name         *string  `json:"name"`
	Description  *string  `json:"description"`
	Type         string   `json:"type"`
	Version      string   `json:"version"`
	Backings     []record `json:"storage_backings"`
	Publication  record   `json:"publish_info"`
	Subscription record   `json:"subscription_info"`
	Policy       *string  `json:"security_policy_id"`
	UnsetPolicy  bool     `json:"unset_security_policy_id"`
	Config       record   `json:"configuration_info"`
}

func (v *vc) libraryOperations() []operation {
	list := []operation{
		{"GET", restLibrary, apiLibrary, "", v.listLibraries("")},
		{"GET", restLocal, apiLocal, "", v.listLibraries("LOCAL")},
		{"GET", restSubscribed, apiSubscribed, "", v.listLibraries("SUBSCRIBED")},
		{"POST", restLibrary, apiLibrary, "find", v.findLibraries},
		{"POST", restLocal, apiLocal, "", v.createLibrary("LOCAL")},
		{"POST", restSubscribed, apiSubscribed, "", v.createLibrary("SUBSCRIBED")},
	}
	for kind, paths := range map[string][2]string{"": {restLibrary, apiLibrary}, "LOCAL": {restLocal, apiLocal},
		"SUBSCRIBED": {restSubscribed, apiSubscribed}} {
		rest, api := paths[0]+"/id:{library}", paths[1]+"/{library}"
		list = append(list, operation{"GET", rest, api, "", v.getLibrary(kind)}, operation{"PATCH", rest, api, "", v.updateLibrary(kind)})
		if kind != "" {
			list = append(list, operation{"DELETE", rest, api, "", v.deleteLibrary(kind, false)},
				operation{"DELETE", rest, api, "force-delete", v.deleteLibrary(kind, true)})
		}
	}
	return list
}

// locked runs an operation with the lock held.
func (v *vc) locked(f func(*call) (any, error)) func(*call) (any, error) {
	return func(c *call) (any, error) {
		v.mu.Lock()
		defer v.mu.Unlock()
		return f(c)
	}
}

func (v *vc) libraryIDs(keep func(*lib) bool) []string {
	list := []*lib{}
	for _, l := range v.libraries {
		if keep(l) {
			list = append(list, l)
		}
	}
	sort.Slice(list, func(a, b int) bool { return list[a].created.Before(list[b].created) })
	ids := []string{}
	for _, l := range list {
		ids = append(ids, l.id)
	}
	return ids
}

func (v *vc) listLibraries(kind string) func(*call) (any, error) {
	return v.locked(func(*call) (any, error) {
		return v.libraryIDs(func(l *lib) bool { return kind == "" || l.kind == kind }), nil
	})
}

func (v *vc) findLibraries(c *call) (any, error) {
	var spec struct{ Name, Type string }
	if err := c.in("spec", &spec); err != nil {
		return nil, err
	}
	if spec.Name == "" && spec.Type == "" {
		return nil, invalid("At least one property of the search must be set.")
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.libraryIDs(func(l *lib) bool {
		return (spec.Name == "" || strings.EqualFold(spec.Name, l.name)) && (spec.Type == "" || spec.Type == l.kind)
	}), nil
}

// libraryOf finds the library of a path, which must be of the kind that the path says.
func (v *vc) libraryOf(c *call, kind string) (*lib, error) {
	l, err := v.library(c.vars["library"])
	if err == nil && kind != "" && l.kind != kind {
		return nil, notFound(strings.ToLower(kind)+" library", l.id)
	}
	return l, err
}

func (v *vc) getLibrary(kind string) func(*call) (any, error) {
	return v.locked(func(c *call) (any, error) {
		l, err := v.libraryOf(c, kind)
		if err != nil {
			return nil, err
		}
		return l.view(v.ready.InstanceUUID), nil
	})
}

// backing finds the datastore that a library is to be on.
func (v *vc) backing(spec *librarySpec) (place, error) {
	if len(spec.Backings) != 1 {
		return place{}, invalid("Exactly one storage backing must be given.")
	}
	id, _ := spec.Backings[0]["datastore_id"].(string)
	for _, p := range v.ready.Places["Datastore"] {
		if p.ID == id {
			return p, nil
		}
	}
	return place{}, invalid("The datastore %s does not exist.", id)
}

func (v *vc) checkPolicy(id string) error {
	for _, p := range v.policies {
		if p["policy"] == id {
			return nil
		}
	}
	return notFound("security policy", id)
}

// createLibrary makes a library; a subscribed one is synchronised right after, as vCenter does.
func (v *vc) createLibrary(kind string) func(*call) (any, error) {
	return func(c *call) (any, error) {
		var spec librarySpec
		if err := c.in("create_spec", &spec); err != nil {
			return nil, err
		}
		if kind == "SUBSCRIBED" {
			if err := v.reach(spec.Subscription); err != nil {
				return nil, err
			}
		}
		v.mu.Lock()
		if id, ok := v.tokens[c.token()]; ok && c.token() != "" {
			v.mu.Unlock()
			return created{id}, nil
		}
		l, err := v.makeLibrary(kind, &spec)
		if err == nil && c.token() != "" {
			v.tokens[c.token()] = l.id
		}
		v.mu.Unlock()
		if err != nil {
			return nil, err
		}
		if kind == "SUBSCRIBED" {
			go v.syncLibrary(l, nil)
		}
		return created{l.id}, nil
	}
}

func (v *vc) makeLibrary(kind string, spec *librarySpec) (*lib, error) {
	if spec.Name == nil || *spec.Name == "" || len(*spec.Name) > 80 {
		return nil, invalid("A library needs a name of 1 to 80 characters.")
	}
	if spec.Type != "" && spec.Type != kind {
		return nil, invalid("The type %s does not belong here.", spec.Type)
	}
	datastore, err := v.backing(spec)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	l := &lib{name: *spec.Name, kind: kind, version: 1, change: 1, created: now, modified: now, backings: spec.Backings,
		datastore: datastore, items: map[string]*item{}, subscribers: map[string]record{}}
	l.id = v.newID()
	if spec.Description != nil {
		l.description = *spec.Description
	}
	l.config = spec.Config
	if spec.Policy != nil && *spec.Policy != "" {
		if err := v.checkPolicy(*spec.Policy); err != nil {
			return nil, err
		}
		l.policy = *spec.Policy
	}
	if kind == "SUBSCRIBED" {
		if err := checkSubscription(spec.Subscription); err != nil {
			return nil, err
		}
		l.subscription = spec.Subscription
	} else if spec.Publication != nil {
		if err := v.setPublication(l, spec.Publication); err != nil {
			return nil, err
		}
	}
	v.libraries[l.id] = l
	return l, os.MkdirAll(l.folder(), 0o755)
}

func (v *vc) updateLibrary(kind string) func(*call) (any, error) {
	return v.locked(func(c *call) (any, error) {
		var spec librarySpec
		if err := c.in("update_spec", &spec); err != nil {
			return nil, err
		}
		l, err := v.libraryOf(c, kind)
		if err != nil {
			return nil, err
		}
		if spec.Version != "" && spec.Version != number(l.version) {
			return nil, fail("INVALID_ARGUMENT", "library_version_mismatch", "The version of the library is %d, not %s.", l.version, spec.Version)
		}
		return nil, v.changeLibrary(l, &spec)
	})
}

func (v *vc) changeLibrary(l *lib, spec *librarySpec) error {
	if spec.Policy != nil && *spec.Policy != "" {
		if err := v.checkPolicy(*spec.Policy); err != nil {
			return err
		}
		l.policy = *spec.Policy
		v.judgeAll(l)
	}
	if spec.UnsetPolicy {
		l.policy = ""
	}
	if spec.Publication != nil && l.kind == "LOCAL" {
		if err := v.setPublication(l, spec.Publication); err != nil {
			return err
		}
	}
	if spec.Subscription != nil && l.kind == "SUBSCRIBED" {
		merged := without(l.subscription)
		for key, value := range spec.Subscription {
			merged[key] = value
		}
		if err := checkSubscription(merged); err != nil {
			return err
		}
		l.subscription, l.publishedVersion = merged, ""
	}
	if spec.Name != nil {
		if *spec.Name == "" || len(*spec.Name) > 80 {
			return invalid("A library needs a name of 1 to 80 characters.")
		}
		l.name = *spec.Name
	}
	if spec.Description != nil {
		l.description = *spec.Description
	}
	if spec.Config != nil {
		l.config = spec.Config
	}
	l.moved()
	return nil
}

func (v *vc) deleteLibrary(kind string, force bool) func(*call) (any, error) {
	return v.locked(func(c *call) (any, error) {
		l, err := v.libraryOf(c, kind)
		if err != nil {
			return nil, err
		}
		if len(v.usages[l.id]) > 0 && !force {
			return nil, fail("RESOURCE_IN_USE", "library_in_use", "The library %s is in use.", l.name)
		}
		for _, i := range l.sorted() {
			v.drop(i)
		}
		delete(v.libraries, l.id)
		delete(v.usages, l.id)
		return nil, os.RemoveAll(l.folder())
	})
}
