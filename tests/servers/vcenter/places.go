// SPDX-License-Identifier: Apache-2.0

package main

// What a test has to know of the inventory: identifiers of the places that calls need, and the virtual machines.

import (
	"context"
	"os"
	"sort"

	"github.com/vmware/govmomi/property"
	"github.com/vmware/govmomi/view"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

type vmPlace struct {
	place
	InventoryPath string `json:"inventory_path"`
	UUID          string `json:"uuid"`
	InstanceUUID  string `json:"instance_uuid"`
}

var placeKinds = []string{"Datacenter", "Folder", "ClusterComputeResource", "HostSystem", "ResourcePool", "Datastore", "Network"}

// list reads all objects of a kind, sorted by their identifier.
func (s *server) list(ctx context.Context, kind string, properties []string, out any) error {
	v, err := view.NewManager(s.client).CreateContainerView(ctx, s.client.ServiceContent.RootFolder, []string{kind}, true)
	if err != nil {
		return err
	}
	defer v.Destroy(ctx)
	return v.Retrieve(ctx, []string{kind}, properties, out)
}

// describe fills in the rest of the line for the test.
func (s *server) describe() error {
	ctx := context.Background()
	r, o := &s.ready, s.options
	r.User, r.Password, r.Data, r.Plain, r.PID = o.user, o.password, o.data, o.plain, os.Getpid()
	r.InstanceUUID = s.client.ServiceContent.About.InstanceUuid
	if o.tls {
		r.CA, r.SHA1, r.SHA256 = s.certs.caFile, s.certs.sha1, s.certs.sha256
		r.ClientCert, r.ClientKey = s.certs.clientFile, s.certs.clientKeyFile
	}
	r.Places = map[string][]place{}
	for _, kind := range placeKinds {
		var entities []mo.ManagedEntity
		if err := s.list(ctx, kind, []string{"name"}, &entities); err != nil {
			return err
		}
		for _, e := range entities {
			if e.Name == "" { // a network has a name of its own, beside that of an entity
				e.Name = s.nameOf(e.Self)
			}
			r.Places[kind] = append(r.Places[kind], place{ID: e.Self.Value, Name: e.Name})
		}
		list := r.Places[kind]
		sort.Slice(list, func(i, k int) bool { return list[i].ID < list[k].ID })
	}
	if err := s.describeDatastores(ctx); err != nil {
		return err
	}
	return s.describeVMs(ctx)
}

func (s *server) nameOf(ref types.ManagedObjectReference) string {
	var network mo.Network
	if err := property.DefaultCollector(s.client).RetrieveOne(context.Background(), ref, []string{"name"}, &network); err != nil {
		return ""
	}
	return network.Name
}

func (s *server) describeDatastores(ctx context.Context) error {
	for i, p := range s.ready.Places["Datastore"] {
		var ds mo.Datastore
		ref := types.ManagedObjectReference{Type: "Datastore", Value: p.ID}
		if err := property.DefaultCollector(s.client).RetrieveOne(ctx, ref, []string{"summary"}, &ds); err != nil {
			return err
		}
		s.ready.Places["Datastore"][i].Path = ds.Summary.Url
	}
	return nil
}

func (s *server) describeVMs(ctx context.Context) error {
	var vms []mo.VirtualMachine
	if err := s.list(ctx, "VirtualMachine", []string{"name", "config.uuid", "config.instanceUuid"}, &vms); err != nil {
		return err
	}
	for _, vm := range vms {
		element, err := s.finder.Element(ctx, vm.Self)
		if err != nil {
			return err
		}
		p := vmPlace{place: place{ID: vm.Self.Value, Name: vm.Name}, InventoryPath: element.Path}
		if vm.Config != nil {
			p.UUID, p.InstanceUUID = vm.Config.Uuid, vm.Config.InstanceUuid
		}
		s.ready.VMs = append(s.ready.VMs, p)
	}
	sort.Slice(s.ready.VMs, func(i, k int) bool { return s.ready.VMs[i].Name < s.ready.VMs[k].Name })
	return nil
}
