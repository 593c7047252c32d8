// SPDX-License-Identifier: Apache-2.0

// Command clientgo is a peer for measurements: it lists the images of all namespaces of a cluster with client-go, or looks for one by
// its display name, with its dynamic or its metadata client. KUBECONFIG says where. Prints one JSON line.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

var images = schema.GroupVersionResource{Group: "vmoperator.vmware.com", Version: "v1alpha6", Resource: "virtualmachineimages"}

type answer struct {
	Images int    `json:"images"`
	Ready  int    `json:"ready"`
	Name   string `json:"name,omitempty"`
}

func isReady(image *unstructured.Unstructured) bool {
	conditions, _, _ := unstructured.NestedSlice(image.Object, "status", "conditions")
	for _, each := range conditions {
		if c, ok := each.(map[string]any); ok && c["type"] == "Ready" {
			return c["status"] == "True"
		}
	}
	return false
}

func withDynamic(ctx context.Context, config *rest.Config, space, name string) (answer, error) {
	var a answer
	client, err := dynamic.NewForConfig(config)
	if err != nil {
		return a, err
	}
	list, err := client.Resource(images).Namespace(space).List(ctx, metav1.ListOptions{})
	if err != nil {
		return a, err
	}
	for i := range list.Items {
		if display, _, _ := unstructured.NestedString(list.Items[i].Object, "status", "name"); name != "" && display == name {
			a.Name = list.Items[i].GetName()
		}
		if isReady(&list.Items[i]) {
			a.Ready++
		}
	}
	a.Images = len(list.Items)
	return a, nil
}

func withMetadata(ctx context.Context, config *rest.Config, space, name string) (answer, error) {
	var a answer
	client, err := metadata.NewForConfig(config)
	if err != nil {
		return a, err
	}
	list, err := client.Resource(images).Namespace(space).List(ctx, metav1.ListOptions{})
	if err != nil {
		return a, err
	}
	for i := range list.Items {
		if name != "" && list.Items[i].Annotations["vmware.com/display-name"] == name {
			a.Name = list.Items[i].Name
		}
	}
	a.Images = len(list.Items)
	return a, nil
}

func run() error {
	how := flag.String("client", "dynamic", "dynamic or metadata")
	name := flag.String("resolve", "", "a display name")
	space := flag.String("namespace", "", "all unless it is given")
	flag.Parse()
	config, err := clientcmd.BuildConfigFromFlags("", os.Getenv("KUBECONFIG"))
	if err != nil {
		return err
	}
	ask := withDynamic
	if *how == "metadata" {
		ask = withMetadata
	}
	a, err := ask(context.Background(), config, *space, *name)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(a)
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "clientgo:", err)
		os.Exit(1)
	}
}
