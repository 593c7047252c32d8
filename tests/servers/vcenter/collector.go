// SPDX-License-Identifier: Apache-2.0

package main

// Task collectors of our own: they look at activation identifiers and users too, and may be used from many clients at once, which
// those of the simulator may not.

import (
	"context"
	"fmt"
	"slices"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

const (
	collectorLimit = 32 // as of a vCenter; there it is for all sessions, here for each, so that a session that ends leaves none behind
	latestPageSize = 10
)

// collector reads the tasks of the hooks in the order in which they were made.
type collector struct {
	mo.TaskHistoryCollector
	hooks    *taskHooks
	registry *simulator.Registry
	position int
}

// CreateCollectorForTasks stands in for the method of the simulator.
func (h *taskHooks) CreateCollectorForTasks(ctx *simulator.Context, req *types.CreateCollectorForTasks) soap.HasFault {
	body := &methods.CreateCollectorForTasksBody{}
	h.mu.Lock()
	h.number++
	number, many := h.number, h.live[ctx.Session.Key] >= collectorLimit
	if !many {
		h.live[ctx.Session.Key]++
	}
	h.mu.Unlock()
	if many {
		body.Fault_ = simulator.Fault("Too many task collectors to create", &types.InvalidState{})
		return body
	}
	c := &collector{hooks: h, registry: ctx.Map}
	c.Filter = req.Filter
	c.Self = types.ManagedObjectReference{Type: "TaskHistoryCollector", Value: fmt.Sprintf("session[%s]%d", ctx.Session.Key, number)}
	body.Res = &types.CreateCollectorForTasksResponse{Returnval: ctx.Session.Registry.Put(c).Reference()}
	return body
}

// info copies a task as it is now.
func (c *collector) info(t *simulator.Task) (info types.TaskInfo) {
	own := &simulator.Context{Map: c.registry, Context: context.Background()}
	c.registry.WithLock(own, t, func() { info = t.Info })
	return info
}

// below says whether an object is inside another of the inventory.
func (c *collector) below(child, parent types.ManagedObjectReference) bool {
	for range 64 {
		entity, ok := c.registry.Get(child).(mo.Entity)
		if !ok || entity.Entity().Parent == nil {
			return false
		}
		if child = *entity.Entity().Parent; child == parent {
			return true
		}
	}
	return false
}

func (c *collector) wantsEntity(info *types.TaskInfo, f *types.TaskFilterSpecByEntity) bool {
	if f == nil {
		return true
	}
	self := *info.Entity == f.Entity
	switch f.Recursion {
	case types.TaskFilterSpecRecursionOptionSelf:
		return self
	case types.TaskFilterSpecRecursionOptionChildren:
		return c.below(*info.Entity, f.Entity)
	}
	return self || c.below(*info.Entity, f.Entity)
}

func (c *collector) wants(info *types.TaskInfo) bool {
	f := c.Filter.(types.TaskFilterSpec)
	if len(f.ActivationId) > 0 && !slices.Contains(f.ActivationId, info.ActivationId) {
		return false
	}
	if len(f.State) > 0 && !slices.Contains(f.State, info.State) {
		return false
	}
	if f.UserName != nil && len(f.UserName.UserList) > 0 {
		reason, ok := info.Reason.(*types.TaskReasonUser)
		if !ok || !slices.Contains(f.UserName.UserList, reason.UserName) {
			return false
		}
	}
	if t := f.Time; t != nil {
		if t.BeginTime != nil && info.QueueTime.Before(*t.BeginTime) || t.EndTime != nil && info.QueueTime.After(*t.EndTime) {
			return false
		}
	}
	return c.wantsEntity(info, f.Entity)
}

// read moves through the tasks in steps of one, forwards or back, until so many match.
func (c *collector) read(count int32, step int) []types.TaskInfo {
	c.hooks.mu.Lock()
	tasks := c.hooks.tasks
	c.hooks.mu.Unlock()
	found := []types.TaskInfo{}
	for int32(len(found)) < count {
		at := c.position
		if step < 0 {
			at--
		}
		if at < 0 || at >= len(tasks) {
			break
		}
		c.position += step
		if info := c.info(tasks[at]); c.wants(&info) {
			found = append(found, info)
		}
	}
	return found
}

func wrongCount(count int32) *soap.Fault {
	if count > 0 {
		return nil
	}
	return simulator.Fault("", &types.InvalidArgument{InvalidProperty: "maxCount"})
}

// ReadNextTasks gives the tasks after the position.
func (c *collector) ReadNextTasks(_ *simulator.Context, req *types.ReadNextTasks) soap.HasFault {
	if fault := wrongCount(req.MaxCount); fault != nil {
		return &methods.ReadNextTasksBody{Fault_: fault}
	}
	return &methods.ReadNextTasksBody{Res: &types.ReadNextTasksResponse{Returnval: c.read(req.MaxCount, 1)}}
}

// ReadPreviousTasks gives those before it, the nearest first.
func (c *collector) ReadPreviousTasks(_ *simulator.Context, req *types.ReadPreviousTasks) soap.HasFault {
	if fault := wrongCount(req.MaxCount); fault != nil {
		return &methods.ReadPreviousTasksBody{Fault_: fault}
	}
	return &methods.ReadPreviousTasksBody{Res: &types.ReadPreviousTasksResponse{Returnval: c.read(req.MaxCount, -1)}}
}

// RewindCollector goes to the oldest task.
func (c *collector) RewindCollector(*simulator.Context, *types.RewindCollector) soap.HasFault {
	c.position = 0
	return &methods.RewindCollectorBody{Res: &types.RewindCollectorResponse{}}
}

// ResetCollector goes behind the newest task.
func (c *collector) ResetCollector(*simulator.Context, *types.ResetCollector) soap.HasFault {
	c.hooks.mu.Lock()
	defer c.hooks.mu.Unlock()
	c.position = len(c.hooks.tasks)
	return &methods.ResetCollectorBody{Res: &types.ResetCollectorResponse{}}
}

// SetCollectorPageSize is accepted; the latest page has its own size.
func (c *collector) SetCollectorPageSize(*simulator.Context, *types.SetCollectorPageSize) soap.HasFault {
	return &methods.SetCollectorPageSizeBody{Res: &types.SetCollectorPageSizeResponse{}}
}

// DestroyCollector ends it.
func (c *collector) DestroyCollector(ctx *simulator.Context, req *types.DestroyCollector) soap.HasFault {
	ctx.Session.Registry.Remove(ctx, req.This)
	c.hooks.mu.Lock()
	c.hooks.live[ctx.Session.Key]--
	c.hooks.mu.Unlock()
	return &methods.DestroyCollectorBody{Res: &types.DestroyCollectorResponse{}}
}

// Get gives the property collector a copy with the latest page.
func (c *collector) Get() mo.Reference {
	page := &collector{hooks: c.hooks, registry: c.registry}
	page.TaskHistoryCollector = c.TaskHistoryCollector
	c.hooks.mu.Lock()
	page.position = len(c.hooks.tasks)
	c.hooks.mu.Unlock()
	page.LatestPage = page.read(latestPageSize, -1)
	return page
}
