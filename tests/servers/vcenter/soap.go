// SPDX-License-Identifier: Apache-2.0

package main

// What is different on the SOAP side: the task collector's filter by activation identifier, the activation identifier of tasks that
// a SOAP call makes (its operationID), the names that a real vCenter gives tasks, and tasks of our own.

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	soap "github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// taskHooks stands in for the task manager of the simulator and sees every task that is made.
type taskHooks struct {
	*simulator.TaskManager
	mu        sync.Mutex
	operation map[types.ManagedObjectReference]string
	number    int
}

// collector is a task collector that looks at activation identifiers and users too.
type collector struct {
	*simulator.TaskHistoryCollector
	filter types.TaskFilterSpec
}

// watcher is the simulator's hook for new objects; Reference must differ from that of the task manager, whose place it would take.
type watcher struct{ *taskHooks }

func (watcher) Reference() types.ManagedObjectReference {
	return types.ManagedObjectReference{Type: "TaskWatcher", Value: "task-watcher"}
}

func (s *server) hookTasks() *taskHooks {
	registry := s.service.Context.Map
	h := &taskHooks{operation: map[types.ManagedObjectReference]string{}, number: 100000}
	h.TaskManager = registry.Get(*s.client.ServiceContent.TaskManager).(*simulator.TaskManager)
	registry.Put(h) // wraps the manager of the simulator, under the same reference
	registry.AddHandler(watcher{h})
	before := registry.Handler
	registry.Handler = func(ctx *simulator.Context, m *simulator.Method) (mo.Reference, types.BaseMethodFault) {
		if id := m.Header.ID; id != "" {
			h.expect(m.This, id)
		}
		if before != nil {
			return before(ctx, m)
		}
		return nil, nil
	}
	return h
}

// expect notes that the next task of an entity belongs to an operation.
func (h *taskHooks) expect(entity types.ManagedObjectReference, operation string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.operation[entity] = operation
}

// PutObject sees each new object.
func (w watcher) PutObject(_ *simulator.Context, o mo.Reference) {
	task, ok := o.(*simulator.Task)
	if !ok || task.Info.Entity == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if task.Info.ActivationId == "" {
		task.Info.ActivationId = w.operation[*task.Info.Entity]
	}
	delete(w.operation, *task.Info.Entity)
	if task.Info.DescriptionId == "VirtualMachine.cloneVm" {
		task.Info.DescriptionId = "VirtualMachine.clone"
	}
}

// UpdateObject gives failed tasks the text of a vCenter in place of the name of a Go type.
func (w watcher) UpdateObject(_ *simulator.Context, o mo.Reference, _ []types.PropertyChange) {
	task, ok := o.(*mo.Task)
	if !ok || task.Info.Error == nil {
		return
	}
	if duplicate, ok := task.Info.Error.Fault.(*types.DuplicateName); ok {
		task.Info.Error.LocalizedMessage = fmt.Sprintf("The name '%s' already exists.", duplicate.Name)
	}
}

// RemoveObject is part of the hook.
func (watcher) RemoveObject(*simulator.Context, types.ManagedObjectReference) {}

// CreateCollectorForTasks makes the simulator's collector and puts ours in its place.
func (h *taskHooks) CreateCollectorForTasks(ctx *simulator.Context, req *types.CreateCollectorForTasks) soap.HasFault {
	made := h.TaskManager.CreateCollectorForTasks(ctx, req)
	body, ok := made.(*methods.CreateCollectorForTasksBody)
	if !ok || body.Res == nil {
		return made
	}
	inner, ok := ctx.Session.Get(body.Res.Returnval).(*simulator.TaskHistoryCollector)
	if ok {
		ctx.Session.Registry.Put(&collector{TaskHistoryCollector: inner, filter: req.Filter})
	}
	return made
}

func (c *collector) wants(info *types.TaskInfo) bool {
	f := c.filter
	if len(f.ActivationId) > 0 && !slices.Contains(f.ActivationId, info.ActivationId) {
		return false
	}
	if f.UserName != nil && len(f.UserName.UserList) > 0 {
		reason, ok := info.Reason.(*types.TaskReasonUser)
		return ok && slices.Contains(f.UserName.UserList, reason.UserName)
	}
	return true
}

// ReadNextTasks reads on until enough tasks match.
func (c *collector) ReadNextTasks(ctx *simulator.Context, req *types.ReadNextTasks) soap.HasFault {
	out := &methods.ReadNextTasksBody{Res: &types.ReadNextTasksResponse{}}
	for int32(len(out.Res.Returnval)) < req.MaxCount || req.MaxCount <= 0 {
		one := *req
		one.MaxCount = min(req.MaxCount, 1)
		body := c.TaskHistoryCollector.ReadNextTasks(ctx, &one).(*methods.ReadNextTasksBody)
		if body.Res == nil {
			return body
		}
		if len(body.Res.Returnval) == 0 {
			break
		}
		if c.wants(&body.Res.Returnval[0]) {
			out.Res.Returnval = append(out.Res.Returnval, body.Res.Returnval[0])
		}
	}
	return out
}

// ReadPreviousTasks is the same backwards.
func (c *collector) ReadPreviousTasks(ctx *simulator.Context, req *types.ReadPreviousTasks) soap.HasFault {
	body := c.TaskHistoryCollector.ReadPreviousTasks(ctx, req).(*methods.ReadPreviousTasksBody)
	if body.Res != nil {
		body.Res.Returnval = slices.DeleteFunc(body.Res.Returnval, func(info types.TaskInfo) bool { return !c.wants(&info) })
	}
	return body
}

// Get gives the property collector a copy with the pages filtered.
func (c *collector) Get() mo.Reference {
	clone := c.TaskHistoryCollector.Get().(*simulator.TaskHistoryCollector)
	clone.LatestPage = slices.DeleteFunc(clone.LatestPage, func(info types.TaskInfo) bool { return !c.wants(&info) })
	return clone
}

// task is a task of our own.
type task struct {
	*simulator.Task
	context *simulator.Context
}

// newTask puts a queued task where clients see it.
func (v *vc) newTask(description, activation, user string, entity types.ManagedObjectReference, name string) *task {
	h := v.hooks
	h.mu.Lock()
	h.number++
	self := types.ManagedObjectReference{Type: "Task", Value: fmt.Sprintf("task-%d", h.number)}
	h.mu.Unlock()
	t := &task{Task: &simulator.Task{}, context: &simulator.Context{Map: v.service.Context.Map, Context: context.Background()}}
	t.Self = self
	t.Info = types.TaskInfo{Key: self.Value, Task: self, DescriptionId: description, Entity: &entity, EntityName: name,
		State: types.TaskInfoStateQueued, Cancelable: true, QueueTime: time.Now(), ActivationId: activation,
		Reason: &types.TaskReasonUser{UserName: user}}
	t.context.Map.Put(t.Task)
	return t
}

// change sets members of info unless the task has ended, as by a cancel; it says whether it did.
func (t *task) change(changes ...types.PropertyChange) (ok bool) {
	t.context.Map.WithLock(t.context, t.Task, func() {
		if t.Info.State != types.TaskInfoStateError && t.Info.State != types.TaskInfoStateSuccess {
			t.context.Update(t.Task, changes)
			ok = true
		}
	})
	return ok
}

func (t *task) run() bool {
	return t.change(types.PropertyChange{Name: "info.startTime", Val: time.Now()},
		types.PropertyChange{Name: "info.state", Val: types.TaskInfoStateRunning}, types.PropertyChange{Name: "info.progress", Val: int32(0)})
}

func (t *task) progress(percent int) bool {
	return t.change(types.PropertyChange{Name: "info.progress", Val: int32(percent)})
}

func (t *task) succeed(result types.ManagedObjectReference) bool {
	return t.change(types.PropertyChange{Name: "info.completeTime", Val: time.Now()}, types.PropertyChange{Name: "info.progress", Val: int32(100)},
		types.PropertyChange{Name: "info.result", Val: result}, types.PropertyChange{Name: "info.state", Val: types.TaskInfoStateSuccess})
}

func (t *task) fail(text string) bool {
	fault := types.LocalizedMethodFault{Fault: &types.SystemError{Reason: text}, LocalizedMessage: text}
	return t.change(types.PropertyChange{Name: "info.completeTime", Val: time.Now()}, types.PropertyChange{Name: "info.error", Val: fault},
		types.PropertyChange{Name: "info.state", Val: types.TaskInfoStateError})
}
