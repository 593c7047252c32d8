// SPDX-License-Identifier: Apache-2.0

package main

// Namespace instances and supervisors: a change sets the members that it names and leaves the others.

import "sort"

func (v *vc) namespaceOperations() []operation {
	const instances, supervisors = "/api/vcenter/namespaces/instances", "/api/vcenter/namespace-management/supervisors"
	return []operation{
		{"GET", "", supervisors + "/summaries", "", v.locked(v.listSupervisors)},
		{"GET", "", instances, "", v.locked(v.listNamespaces)},
		{"POST", "", instances, "", v.locked(v.createNamespace)},
		{"GET", "", instances + "/v2", "", v.locked(v.listNamespaces)},
		{"POST", "", instances + "/v2", "", v.locked(v.createNamespace)},
		{"GET", "", instances + "/v2/{namespace}", "", v.locked(v.getNamespace)},
		{"GET", "", instances + "/{namespace}", "", v.locked(v.getNamespace)},
		{"PATCH", "", instances + "/{namespace}", "", v.locked(v.updateNamespace)},
		{"DELETE", "", instances + "/{namespace}", "", v.locked(v.deleteNamespace)},
	}
}

// supervisor names the supervisor of a cluster.
func supervisor(cluster string) string { return "supervisor-" + cluster }

func (v *vc) listSupervisors(*call) (any, error) {
	items := []record{}
	for _, p := range v.ready.Places["ClusterComputeResource"] {
		items = append(items, record{"supervisor": supervisor(p.ID), "info": record{"name": p.Name, "kubernetes_status": "READY",
			"config_status": "RUNNING", "stats": record{}}})
	}
	return record{"items": items}, nil
}

func (v *vc) listNamespaces(*call) (any, error) {
	list := []record{}
	for _, n := range v.namespaces {
		list = append(list, record{"namespace": n["namespace"], "cluster": n["cluster"], "supervisor": n["supervisor"],
			"description": n["description"], "config_status": "RUNNING",
			"stats": record{"cpu_used": 0, "memory_used": 0, "storage_used": 0}})
	}
	sort.Slice(list, func(a, b int) bool { return list[a]["namespace"].(string) < list[b]["namespace"].(string) })
	return list, nil
}

// checkShares refuses libraries that are not there.
func (v *vc) checkShares(n record) error {
	if spec, ok := n["vm_service_spec"].(record); ok {
		list, _ := spec["content_libraries"].([]any)
		for _, id := range list {
			if text, _ := id.(string); v.libraries[text] == nil {
				return notFound("library", text)
			}
		}
	}
	list, _ := n["content_libraries"].([]any)
	for _, entry := range list {
		share, _ := entry.(record)
		if id, _ := share["content_library"].(string); v.libraries[id] == nil {
			return notFound("library", id)
		}
	}
	return nil
}

func (v *vc) createNamespace(c *call) (any, error) {
	n := record{}
	if err := c.in("", &n); err != nil {
		return nil, err
	}
	name, _ := n["namespace"].(string)
	if name == "" {
		return nil, invalid("A namespace needs a name.")
	}
	if v.namespaces[name] != nil {
		return nil, fail("ALREADY_EXISTS", "namespace_exists", "The namespace %s exists already.", name)
	}
	cluster, _ := n["cluster"].(string)
	if cluster == "" && len(v.ready.Places["ClusterComputeResource"]) > 0 {
		cluster = v.ready.Places["ClusterComputeResource"][0].ID
	}
	if err := v.checkShares(n); err != nil {
		return nil, err
	}
	n["cluster"], n["supervisor"] = cluster, supervisor(cluster)
	if n["description"] == nil {
		n["description"] = ""
	}
	v.namespaces[name] = n
	return nil, nil
}

func (v *vc) getNamespace(c *call) (any, error) {
	n := v.namespaces[c.vars["namespace"]]
	if n == nil {
		return nil, notFound("namespace", c.vars["namespace"])
	}
	out := without(n, "namespace")
	out["config_status"], out["messages"] = "RUNNING", []any{}
	out["stats"] = record{"cpu_used": 0, "memory_used": 0, "storage_used": 0}
	if out["vm_service_spec"] == nil {
		out["vm_service_spec"] = record{"content_libraries": []any{}, "vm_classes": []any{}}
	}
	if out["content_libraries"] == nil {
		out["content_libraries"] = []any{}
	}
	return out, nil
}

// updateNamespace sets each member that is given; within vm_service_spec too.
func (v *vc) updateNamespace(c *call) (any, error) {
	change := record{}
	if err := c.in("", &change); err != nil {
		return nil, err
	}
	n := v.namespaces[c.vars["namespace"]]
	if n == nil {
		return nil, notFound("namespace", c.vars["namespace"])
	}
	if err := v.checkShares(change); err != nil {
		return nil, err
	}
	for key, value := range change {
		old, isOld := n[key].(record)
		add, isNew := value.(record)
		if key == "vm_service_spec" && isOld && isNew {
			for k, x := range add {
				old[k] = x
			}
			continue
		}
		if value != nil {
			n[key] = value
		}
	}
	return nil, nil
}

func (v *vc) deleteNamespace(c *call) (any, error) {
	if v.namespaces[c.vars["namespace"]] == nil {
		return nil, notFound("namespace", c.vars["namespace"])
	}
	delete(v.namespaces, c.vars["namespace"])
	return nil, nil
}
