// SPDX-License-Identifier: Apache-2.0

package main

// OVF capture: a task that clients can find by its activation identifier, and an item whose files are a descriptor made from the
// virtual machine and a small disk for each of its disks.

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/vmware/govmomi/property"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

const (
	restOVF     = "/rest/com/vmware/vcenter/ovf/library-item"
	apiOVF      = "/api/vcenter/ovf/library-item"
	captureTask = "com.vmware.ovfs.LibraryItem.capture"
)

func (v *vc) ovfOperations() []operation {
	return []operation{
		{"POST", restOVF, apiOVF, "", v.capture},
		{"POST", restOVF + "/id:{item}", apiOVF + "/{item}", "deploy", v.deploy},
		{"POST", restOVF + "/id:{item}", apiOVF + "/{item}", "filter", v.filter},
	}
}

type captureSpec struct {
	Spec struct {
		Name        string   `json:"name"`
		Description string   `json:"description"`
		Flags       []string `json:"flags"`
	} `json:"create_spec"`
	Source struct {
		Type string `json:"type"`
		ID   string `json:"id"`
	} `json:"source"`
	Target struct {
		Library string `json:"library_id"`
		Item    string `json:"library_item_id"`
	} `json:"target"`
}

// logical is a failure that the answer tells with status 200.
func logical(text string) record {
	return record{"succeeded": false, "error": record{"errors": []record{{"category": "SERVER", "error": record{
		"@class": "com.vmware.vapi.std.errors.error", "messages": []any{message("com.vmware.ovfs.ovfs-main.ovfs.capture_failed", text)}}}},
		"warnings": []any{}, "information": []any{}}}
}

func vmRef(id string) types.ManagedObjectReference {
	return types.ManagedObjectReference{Type: "VirtualMachine", Value: id}
}

// vm reads the configuration of a virtual machine.
func (v *vc) vm(id string) (*mo.VirtualMachine, error) {
	if _, ok := v.service.Context.Map.Get(vmRef(id)).(mo.Entity); !ok {
		return nil, fail("NOT_FOUND", "vm_not_found", "The virtual machine (ID: %s) could not be found.", id)
	}
	var vm mo.VirtualMachine
	return &vm, property.DefaultCollector(v.client).RetrieveOne(context.Background(), vmRef(id), []string{"name", "config", "summary"}, &vm)
}

// capture blocks until the capture is done, as on a vCenter; the task goes on when the client goes away.
func (v *vc) capture(c *call) (any, error) {
	var spec captureSpec
	if err := c.in("", &spec); err != nil {
		return nil, err
	}
	if spec.Source.Type != "VirtualMachine" && spec.Source.Type != "VirtualApp" || spec.Target.Library == "" && spec.Target.Item == "" {
		return nil, invalid("A capture needs a source and a target.")
	}
	vm, err := v.vm(spec.Source.ID)
	if err != nil {
		return nil, err
	}
	v.mu.Lock()
	if id, ok := v.tokens[c.token()].(string); ok && c.token() != "" {
		v.mu.Unlock()
		return record{"succeeded": true, "ovf_library_item_id": id}, nil
	}
	l, i, err := v.captureTarget(&spec)
	if err == nil {
		err = writable(l)
	}
	user, token := "user", c.token()
	if s := v.sessions[c.session]; s != nil {
		user = s.user
	}
	delay := time.Duration(v.settings.TaskDelayMS) * time.Millisecond
	v.mu.Unlock()
	if err != nil {
		return nil, err
	}
	time.Sleep(delay)
	t := v.newTask(captureTask, c.Header.Get("vapi-ctx-actid"), user, vm.Self, vm.Name)
	done := make(chan record, 1)
	go func() { done <- v.runCapture(t, vm, l, i, &spec, token) }()
	return <-done, nil
}

func (v *vc) captureTarget(spec *captureSpec) (*lib, *item, error) {
	if spec.Target.Item != "" {
		i, err := v.item(spec.Target.Item)
		if err != nil {
			return nil, nil, err
		}
		return i.lib, i, nil
	}
	l, err := v.library(spec.Target.Library)
	return l, nil, err
}

var errCancelled = errors.New("The task was canceled by a user")

// runCapture drives the task to its end. An item that it made goes again when it fails.
func (v *vc) runCapture(t *task, vm *mo.VirtualMachine, l *lib, i *item, spec *captureSpec, token string) record {
	made := i == nil
	var err error
	v.mu.Lock()
	wait, length, wrong := v.settings.CaptureQueueMS, v.settings.CaptureMS, v.settings.CaptureFail
	v.mu.Unlock()
	time.Sleep(time.Duration(wait) * time.Millisecond)
	if !t.run() {
		return logical(errCancelled.Error())
	}
	if made {
		if i, err = v.beginItem(l, spec); err != nil {
			t.fail(err.Error())
			return logical(err.Error())
		}
	}
	err = v.captureFiles(t, vm, i, spec, length, wrong)
	v.mu.Lock()
	defer v.mu.Unlock()
	if err == nil && !t.succeed(types.ManagedObjectReference{Type: "ContentLibraryItem", Value: "clibitem-" + i.id}) {
		err = errCancelled
	}
	if err != nil {
		t.fail(err.Error())
		if made {
			v.drop(i)
		}
		return logical(err.Error())
	}
	if token != "" {
		v.tokens[token] = i.id
	}
	return record{"succeeded": true, "ovf_library_item_id": i.id}
}

// beginItem makes the item, without files, when the task begins to run.
func (v *vc) beginItem(l *lib, spec *captureSpec) (*item, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := checkName(l, spec.Spec.Name, nil); err != nil {
		return nil, err
	}
	return v.newItem(l, spec.Spec.Name, spec.Spec.Description, "ovf"), nil
}

// captureFiles writes disks and descriptor, with progress in the task.
func (v *vc) captureFiles(t *task, vm *mo.VirtualMachine, i *item, spec *captureSpec, length int, wrong string) error {
	const steps = 5
	for step := 1; step < steps; step++ {
		time.Sleep(time.Duration(length) * time.Millisecond / steps)
		if !t.progress(step * 100 / steps) {
			return errCancelled
		}
	}
	if wrong != "" {
		return errors.New(wrong)
	}
	time.Sleep(time.Duration(length) * time.Millisecond / steps)
	p := newPackage(vm, spec.Spec.Name, spec.Spec.Flags)
	files := []*file{}
	for n, disk := range p.disks {
		disk.content = v.disk(disk.capacity, n)
		f, err := v.store(i, disk.file, readerOf(disk.content))
		if err != nil {
			return err
		}
		files = append(files, f)
	}
	f, err := v.store(i, spec.Spec.Name+".ovf", readerOf(p.descriptor()))
	if err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if i.lib.items[i.id] != i {
		return fmt.Errorf("The item %s has been deleted.", i.name)
	}
	i.put(append([]*file{f}, files...), nil)
	v.judge(i)
	return nil
}
