// SPDX-License-Identifier: Apache-2.0

package main

// Virtual machines with more than the simulator's have: several disks and controllers, cards, EFI, a TPM, extraConfig, a product
// section, known instance UUIDs, and a folder of templates.

import (
	"context"
	"fmt"

	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/vim25/types"
)

// machine is a virtual machine that is made at start.
type machine struct {
	name, uuid, guest, firmware, note, folder string
	disks                                     []int64 // GiB
	tpm, secure, template, nvme               bool
	cards                                     int
	extra                                     map[string]string
}

func machines() []machine {
	return []machine{
		{name: "web-1", uuid: "50100001-0000-4000-8000-000000000001", guest: "ubuntu64Guest", firmware: "efi", note: "A web server",
			disks: []int64{10, 40}, secure: true, nvme: true, cards: 1,
			extra: map[string]string{"guestinfo.role": "web & <proxy>", "vmservice.vmi.labels": `{"os":"ubuntu"}`, "disk.EnableUUID": "TRUE"}},
		{name: "win-1", uuid: "50100002-0000-4000-8000-000000000002", guest: "windows2022srvNext_64Guest", firmware: "efi",
			note: "With a virtual TPM", disks: []int64{64}, tpm: true, secure: true, cards: 2},
		{name: "old-1", uuid: "50100003-0000-4000-8000-000000000003", guest: "otherLinuxGuest", firmware: "bios", disks: []int64{1, 2, 3}, cards: 0},
		{name: "tmpl-photon", uuid: "50100004-0000-4000-8000-000000000004", guest: "vmwarePhoton64Guest", firmware: "efi", folder: "templates",
			note: "A template of the inventory", disks: []int64{16}, cards: 1, template: true,
			extra: map[string]string{"vmservice.vmpub.uuid": "6c9a1f34-0000-4000-8000-000000000009"}},
		{name: "tmpl-rhel", uuid: "50100005-0000-4000-8000-000000000005", guest: "rhel9_64Guest", firmware: "bios", folder: "templates",
			disks: []int64{20, 5}, cards: 1, template: true},
	}
}

// populate makes the machines.
func (s *server) populate() error {
	ctx := context.Background()
	root, err := s.finder.DefaultFolder(ctx)
	if err != nil {
		return err
	}
	s.vmFolder = root.Reference().Value
	templates, err := root.CreateFolder(ctx, "templates")
	if err != nil {
		return err
	}
	for _, m := range machines() {
		folder := root
		if m.folder != "" {
			folder = templates
		}
		if err := s.makeMachine(ctx, folder, &m); err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
	}
	return nil
}

func (s *server) makeMachine(ctx context.Context, folder *object.Folder, m *machine) error {
	pool, err := s.finder.ResourcePool(ctx, "DC0_C0/Resources")
	if err != nil {
		return err
	}
	spec := types.VirtualMachineConfigSpec{Name: m.name, GuestId: m.guest, InstanceUuid: m.uuid, Uuid: "42" + m.uuid[2:], Firmware: m.firmware,
		Annotation: m.note, Version: "vmx-21", NumCPUs: 2, MemoryMB: 4096, Files: &types.VirtualMachineFileInfo{VmPathName: "[LocalDS_0]"},
		BootOptions: &types.VirtualMachineBootOptions{EfiSecureBootEnabled: &m.secure}}
	for key, value := range m.extra {
		spec.ExtraConfig = append(spec.ExtraConfig, &types.OptionValue{Key: key, Value: value})
	}
	if m.secure {
		yes := true
		spec.VAppConfig = &types.VmConfigSpec{Product: []types.VAppProductSpec{{ArrayUpdateSpec: types.ArrayUpdateSpec{Operation: "add"},
			Info: &types.VAppProductInfo{Key: 1, Name: "Product of " + m.name, Vendor: "Example Corp", Version: "1.2", FullVersion: "1.2.3"}}},
			Property: []types.VAppPropertySpec{{ArrayUpdateSpec: types.ArrayUpdateSpec{Operation: "add"}, Info: &types.VAppPropertyInfo{Key: 1,
				Id: "hostname", Label: "Host name", Type: "string", DefaultValue: m.name, UserConfigurable: &yes}}}}
	}
	devices, err := s.devices(m)
	if err != nil {
		return err
	}
	if spec.DeviceChange, err = devices.ConfigSpec(types.VirtualDeviceConfigSpecOperationAdd); err != nil {
		return err
	}
	t, err := folder.CreateVM(ctx, spec, pool, nil)
	if err != nil {
		return err
	}
	info, err := t.WaitForResult(ctx, nil)
	if err != nil || !m.template {
		return err
	}
	return object.NewVirtualMachine(s.client, info.Result.(types.ManagedObjectReference)).MarkAsTemplate(ctx)
}

// devices gives a machine its controllers, disks, cards and TPM; disks go to the controllers in turn.
func (s *server) devices(m *machine) (object.VirtualDeviceList, error) {
	var list object.VirtualDeviceList
	paravirtual, err := list.CreateSCSIController("pvscsi")
	if err != nil {
		return nil, err
	}
	list = append(list, paravirtual)
	controllers := []types.BaseVirtualController{paravirtual.(types.BaseVirtualController)}
	if len(m.disks) > 1 {
		second, err := list.CreateSCSIController("lsilogic-sas")
		if m.nvme {
			second, err = list.CreateNVMEController()
		}
		if err != nil {
			return nil, err
		}
		list = append(list, second)
		controllers = append(controllers, second.(types.BaseVirtualController))
	}
	for n, size := range m.disks {
		disk := &types.VirtualDisk{CapacityInKB: size << 20, VirtualDevice: types.VirtualDevice{
			Backing: &types.VirtualDiskFlatVer2BackingInfo{DiskMode: "persistent", ThinProvisioned: types.NewBool(true)}}}
		list.AssignController(disk, controllers[n%len(controllers)])
		disk.Key = int32(-200 - n)
		list = append(list, disk)
	}
	for n := 0; n < m.cards; n++ {
		card := &types.VirtualVmxnet3{}
		card.Key = int32(-300 - n)
		card.Backing = &types.VirtualEthernetCardNetworkBackingInfo{VirtualDeviceDeviceBackingInfo: types.VirtualDeviceDeviceBackingInfo{
			DeviceName: "VM Network"}}
		list = append(list, card)
	}
	if m.tpm {
		list = append(list, &types.VirtualTPM{VirtualDevice: types.VirtualDevice{Key: -400}})
	}
	return list, nil
}
