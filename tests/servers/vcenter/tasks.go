// SPDX-License-Identifier: Apache-2.0

package main

// What is different with tasks on the SOAP side: the activation identifier of those that a SOAP call makes (its operationID), the
// names and texts that a real vCenter gives, and tasks of our own. Collectors are in collector.go.

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// taskHooks stands in for the task manager of the simulator and sees every task that is made.
type taskHooks struct {
	*simulator.TaskManager
	mu        sync.Mutex
	operation map[types.ManagedObjectReference]string
	number    int
	tasks     []*simulator.Task
	live      map[string]int // collectors, by session
}

// watcher is the simulator's hook for new objects; Reference must differ from that of the task manager, whose place it would take.
type watcher struct{ *taskHooks }

func (watcher) Reference() types.ManagedObjectReference {
	return types.ManagedObjectReference{Type: "TaskWatcher", Value: "task-watcher"}
}

func (s *server) hookTasks() *taskHooks {
	registry := s.service.Context.Map
	h := &taskHooks{operation: map[types.ManagedObjectReference]string{}, live: map[string]int{}, number: 100000}
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
	w.tasks = append(w.tasks, task)
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
