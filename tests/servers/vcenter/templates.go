// SPDX-License-Identifier: Apache-2.0

package main

// VM templates as items of a library: made by a clone, deployed by a clone, checked out and in.

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

const (
	restTemplate = "/rest/vcenter/vm-template/library-items"
	apiTemplate  = "/api/vcenter/vm-template/library-items"
)

func (v *vc) templateOperations() []operation {
	rest, api := restTemplate+"/{item}", apiTemplate+"/{item}"
	return []operation{
		{"POST", restTemplate, apiTemplate, "", v.createTemplate},
		{"GET", rest, api, "", v.getTemplate},
		{"POST", rest, api, "deploy", v.deployTemplate},
		{"GET", rest + "/versions", api + "/versions", "", v.templateVersions},
		{"POST", rest + "/check-outs", api + "/check-outs", "check-out", v.checkOut},
		{"GET", rest + "/check-outs", api + "/check-outs", "", v.listCheckOuts},
		{"POST", rest + "/check-outs/{vm}", api + "/check-outs/{vm}", "check-in", v.checkIn},
	}
}

type placement struct {
	Folder       string `json:"folder"`
	ResourcePool string `json:"resource_pool"`
	Host         string `json:"host"`
	Cluster      string `json:"cluster"`
}

type templateSpec struct {
	Name        string    `json:"name"`
	Description string    `json:"description"`
	Library     string    `json:"library"`
	SourceVM    string    `json:"source_vm"`
	Placement   placement `json:"placement"`
	PoweredOn   bool      `json:"powered_on"`
}

func reference(kind, id string) *types.ManagedObjectReference {
	if id == "" {
		return nil
	}
	return &types.ManagedObjectReference{Type: kind, Value: id}
}

// exists refuses an identifier that names nothing of its kind.
func (v *vc) exists(kind, id string) error {
	if id != "" && v.service.Context.Map.Get(*reference(kind, id)) == nil {
		return notFound(strings.ToLower(kind), id)
	}
	return nil
}

// clone clones a virtual machine and waits for the task.
func (v *vc) clone(from types.ManagedObjectReference, s *templateSpec, datastore, activation string, template bool) (*types.ManagedObjectReference, error) {
	for kind, id := range map[string]string{"Folder": s.Placement.Folder, "ResourcePool": s.Placement.ResourcePool,
		"HostSystem": s.Placement.Host, "ClusterComputeResource": s.Placement.Cluster} {
		if err := v.exists(kind, id); err != nil {
			return nil, err
		}
	}
	if s.Placement.Folder == "" {
		s.Placement.Folder = v.vmFolder
	}
	if s.Placement.ResourcePool == "" {
		s.Placement.ResourcePool = v.ready.Places["ResourcePool"][0].ID
	}
	if activation != "" {
		v.hooks.expect(from, activation)
	}
	ctx := context.Background()
	spec := types.VirtualMachineCloneSpec{Template: template, PowerOn: s.PoweredOn, Location: types.VirtualMachineRelocateSpec{
		Pool: reference("ResourcePool", s.Placement.ResourcePool), Host: reference("HostSystem", s.Placement.Host),
		Datastore: reference("Datastore", datastore)}}
	if s.Description != "" {
		spec.Config = &types.VirtualMachineConfigSpec{Annotation: s.Description}
	}
	t, err := object.NewVirtualMachine(v.client, from).Clone(ctx, object.NewFolder(v.client, *reference("Folder", s.Placement.Folder)), s.Name, spec)
	if err != nil {
		return nil, err
	}
	info, err := t.WaitForResult(ctx, nil)
	if err != nil {
		return nil, fail("ERROR", "clone_failed", "The clone failed: %s", err)
	}
	made := info.Result.(types.ManagedObjectReference)
	return &made, nil
}

func (v *vc) destroyVM(ref types.ManagedObjectReference) error {
	ctx := context.Background()
	t, err := object.NewVirtualMachine(v.client, ref).Destroy(ctx)
	if err != nil {
		return err
	}
	return t.Wait(ctx)
}

func (v *vc) createTemplate(c *call) (any, error) {
	var spec templateSpec
	if err := c.in("spec", &spec); err != nil {
		return nil, err
	}
	if _, err := v.vm(spec.SourceVM); err != nil {
		return nil, err
	}
	v.mu.Lock()
	l, err := v.library(spec.Library)
	if err == nil {
		err = writable(l)
	}
	if err == nil {
		err = checkName(l, spec.Name, nil)
	}
	v.mu.Unlock()
	if err != nil {
		return nil, err
	}
	made, err := v.clone(vmRef(spec.SourceVM), &spec, l.datastore.ID, c.Header.Get("vapi-ctx-actid"), true)
	if err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	i := v.newItem(l, spec.Name, spec.Description, "vm-template")
	i.template = made
	return created{i.id}, nil
}

// template finds the VM template of a call.
func (v *vc) template(c *call) (*item, *mo.VirtualMachine, error) {
	v.mu.Lock()
	i, err := v.item(c.vars["item"])
	if err == nil && i.template == nil {
		err = fail("INVALID_ELEMENT_TYPE", "not_a_vm_template", "The item %s is not a VM template.", i.name)
	}
	v.mu.Unlock()
	if err != nil {
		return nil, nil, err
	}
	vm, err := v.vm(i.template.Value)
	return i, vm, err
}

// keyed writes a map as /api does, or as the list of pairs of /rest.
func (c *call) keyed(keys []string, values []record) any {
	if !c.rest {
		out := map[string]any{}
		for n, key := range keys {
			out[key] = values[n]
		}
		return out
	}
	list := []any{}
	for n, key := range keys {
		list = append(list, map[string]any{"key": key, "value": values[n]})
	}
	return list
}

func (v *vc) getTemplate(c *call) (any, error) {
	i, vm, err := v.template(c)
	if err != nil {
		return nil, err
	}
	var diskKeys, nicKeys []string
	var disks, nics []record
	storage := record{"datastore": i.lib.datastore.ID}
	for _, device := range vm.Config.Hardware.Device {
		key := fmt.Sprint(device.GetVirtualDevice().Key)
		switch d := device.(type) {
		case *types.VirtualDisk:
			diskKeys = append(diskKeys, key)
			disks = append(disks, record{"capacity": d.CapacityInKB << 10, "disk_storage": storage})
		case types.BaseVirtualEthernetCard:
			nicKeys = append(nicKeys, key)
			nics = append(nics, record{"backing_type": "STANDARD_PORTGROUP", "mac_type": "ASSIGNED"})
		}
	}
	return record{"vm_template": vm.Self.Value, "guest_OS": vm.Config.GuestId, "vm_home_storage": storage,
		"cpu":    record{"count": vm.Config.Hardware.NumCPU, "cores_per_socket": 1},
		"memory": record{"size_MiB": vm.Config.Hardware.MemoryMB},
		"disks":  c.keyed(diskKeys, disks), "nics": c.keyed(nicKeys, nics)}, nil
}

func (v *vc) deployTemplate(c *call) (any, error) {
	var spec templateSpec
	if err := c.in("spec", &spec); err != nil {
		return nil, err
	}
	i, vm, err := v.template(c)
	if err != nil {
		return nil, err
	}
	made, err := v.clone(vm.Self, &spec, i.lib.datastore.ID, c.Header.Get("vapi-ctx-actid"), false)
	if err != nil {
		return nil, err
	}
	return made.Value, nil
}

func (v *vc) templateVersions(c *call) (any, error) {
	i, vm, err := v.template(c)
	if err != nil {
		return nil, err
	}
	return []record{{"version": number(i.contentVersion), "vm_template": vm.Self.Value}}, nil
}

func (v *vc) checkOut(c *call) (any, error) {
	var spec templateSpec
	if err := c.in("spec", &spec); err != nil {
		return nil, err
	}
	i, vm, err := v.template(c)
	if err != nil {
		return nil, err
	}
	made, err := v.clone(vm.Self, &spec, i.lib.datastore.ID, "", false)
	if err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	i.checkedOut = append(i.checkedOut, made.Value)
	return created{made.Value}, nil
}

func (v *vc) listCheckOuts(c *call) (any, error) {
	i, _, err := v.template(c)
	if err != nil {
		return nil, err
	}
	list := []record{}
	for _, id := range i.checkedOut {
		list = append(list, record{"vm": id})
	}
	return list, nil
}

// checkIn makes the checked-out machine the template; the former one goes.
func (v *vc) checkIn(c *call) (any, error) {
	i, vm, err := v.template(c)
	if err != nil {
		return nil, err
	}
	v.mu.Lock()
	at := -1
	for n, id := range i.checkedOut {
		if id == c.vars["vm"] {
			at = n
		}
	}
	if at >= 0 {
		i.checkedOut = append(i.checkedOut[:at], i.checkedOut[at+1:]...)
	}
	v.mu.Unlock()
	if at < 0 {
		return nil, notFound("checked-out virtual machine", c.vars["vm"])
	}
	if err := object.NewVirtualMachine(v.client, vmRef(c.vars["vm"])).MarkAsTemplate(context.Background()); err != nil {
		return nil, err
	}
	v.mu.Lock()
	i.template = reference("VirtualMachine", c.vars["vm"])
	i.changedFiles()
	version := number(i.contentVersion)
	v.mu.Unlock()
	return version, v.destroyVM(vm.Self)
}

// pushTemplate clones a template of a published library into a subscriber that has none of it.
func (v *vc) pushTemplate(i *item, to *lib, where record) error {
	v.mu.Lock()
	for _, other := range to.items {
		if other.sourceID == i.id {
			v.mu.Unlock()
			return nil
		}
	}
	v.mu.Unlock()
	s := &templateSpec{Name: i.name + "-" + to.name, Description: i.description}
	s.Placement.Folder, _ = where["folder"].(string)
	s.Placement.ResourcePool, _ = where["resource_pool"].(string)
	made, err := v.clone(*i.template, s, to.datastore.ID, "", true)
	if err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	sub := v.newItem(to, i.name, i.description, i.kind)
	sub.sourceID, sub.template, sub.synced = i.id, made, time.Now()
	return nil
}
