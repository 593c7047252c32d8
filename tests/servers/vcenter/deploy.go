// SPDX-License-Identifier: Apache-2.0

package main

// Deploys an OVF item as a virtual machine, through the simulator's own import of descriptors.

import (
	"context"
	"errors"
	"os"
	"strings"

	"github.com/vmware/govmomi/nfc"
	"github.com/vmware/govmomi/ovf"
	vapi "github.com/vmware/govmomi/vapi/simulator"
	"github.com/vmware/govmomi/vim25"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/types"
)

type deploySpec struct {
	Spec struct {
		Name      string `json:"name"`
		Datastore string `json:"default_datastore_id"`
	} `json:"deployment_spec"`
	Target struct {
		Pool   string `json:"resource_pool_id"`
		Folder string `json:"folder_id"`
		Host   string `json:"host_id"`
	} `json:"target"`
}

// itemDescriptor reads the descriptor of an OVF item.
func (v *vc) itemDescriptor(c *call) (*item, string, error) {
	v.mu.Lock()
	i, err := v.item(c.vars["item"])
	where := ""
	if err == nil {
		for _, f := range i.files {
			if strings.HasSuffix(f.name, ".ovf") {
				where = f.path
			}
		}
	}
	v.mu.Unlock()
	if err != nil {
		return nil, "", err
	}
	if where == "" {
		return nil, "", fail("INVALID_ELEMENT_TYPE", "not_an_ovf", "The item %s has no descriptor.", i.name)
	}
	text, err := os.ReadFile(where)
	return i, string(text), err
}

func (v *vc) deploy(c *call) (any, error) {
	var spec deploySpec
	if err := c.in("", &spec); err != nil {
		return nil, err
	}
	i, text, err := v.itemDescriptor(c)
	if err != nil {
		return nil, err
	}
	if err := v.exists("ResourcePool", spec.Target.Pool); err != nil || spec.Target.Pool == "" {
		return nil, invalid("The resource pool %q does not exist.", spec.Target.Pool)
	}
	if spec.Spec.Datastore == "" {
		spec.Spec.Datastore = i.lib.datastore.ID
	}
	made, err := v.importOVF(&spec, text)
	if err != nil {
		return logical(err.Error()), nil
	}
	return record{"succeeded": true, "resource_id": record{"type": made.Type, "id": made.Value}}, nil
}

// importOVF goes through the port of the simulator: its lease is made for clients on the wire.
func (v *vc) importOVF(spec *deploySpec, text string) (made *types.ManagedObjectReference, err error) {
	err = vapi.WithClient(*v.inner.URL, func(ctx context.Context, client *vim25.Client) error {
		pool := types.ManagedObjectReference{Type: "ResourcePool", Value: spec.Target.Pool}
		datastore := types.ManagedObjectReference{Type: "Datastore", Value: spec.Spec.Datastore}
		read, err := ovf.NewManager(client).CreateImportSpec(ctx, text, pool, datastore,
			&types.OvfCreateImportSpecParams{EntityName: spec.Spec.Name})
		if err != nil {
			return err
		}
		if len(read.Error) > 0 {
			return errors.New(read.Error[0].LocalizedMessage)
		}
		answer, err := methods.ImportVApp(ctx, client, &types.ImportVApp{This: pool, Spec: read.ImportSpec,
			Folder: reference("Folder", spec.Target.Folder), Host: reference("HostSystem", spec.Target.Host)})
		if err != nil {
			return err
		}
		lease := nfc.NewLease(client, answer.Returnval)
		info, err := lease.Wait(ctx, read.FileItem)
		if err != nil {
			return err
		}
		made = &info.Entity
		return lease.Complete(ctx)
	})
	return made, err
}

func (v *vc) filter(c *call) (any, error) {
	i, text, err := v.itemDescriptor(c)
	if err != nil {
		return nil, err
	}
	env, err := ovf.Unmarshal(strings.NewReader(text))
	if err != nil {
		return nil, invalid("The descriptor can't be read: %s", err)
	}
	networks := []string{}
	if env.Network != nil {
		for _, n := range env.Network.Networks {
			networks = append(networks, n.Name)
		}
	}
	return record{"name": i.name, "Annotation": i.description, "EULAs": []string{}, "Networks": networks, "storage_groups": []string{}}, nil
}
