// SPDX-License-Identifier: Apache-2.0

// Command govmomi_list is a peer for measurements: it lists the items of a content library with govmomi, one after the other or with
// several workers, with or without their descriptors read and turned into a configuration. GOVC_URL, GOVC_USERNAME, GOVC_PASSWORD and
// GOVC_TLS_CA_CERTS say where. Prints one JSON line.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/vmware/govmomi/ovf"
	"github.com/vmware/govmomi/vapi/library"
	"github.com/vmware/govmomi/vapi/rest"
	"github.com/vmware/govmomi/vim25"
	"github.com/vmware/govmomi/vim25/soap"
)

type options struct {
	workers, idle      int
	descriptors, parse bool
}

type totals struct{ items, bytes, properties atomic.Int64 }

// connect logs in. govmomi keeps two idle connections a host unless it is told otherwise.
func connect(ctx context.Context, o *options) (*library.Manager, error) {
	u, err := soap.ParseURL(os.Getenv("GOVC_URL"))
	if err != nil {
		return nil, err
	}
	client := soap.NewClient(u, os.Getenv("GOVC_INSECURE") != "")
	if ca := os.Getenv("GOVC_TLS_CA_CERTS"); ca != "" {
		if err := client.SetRootCAs(ca); err != nil {
			return nil, err
		}
	}
	client.DefaultTransport().MaxIdleConnsPerHost = o.idle
	vim, err := vim25.NewClient(ctx, client)
	if err != nil {
		return nil, err
	}
	c := rest.NewClient(vim)
	return library.NewManager(c), c.Login(ctx, url.UserPassword(os.Getenv("GOVC_USERNAME"), os.Getenv("GOVC_PASSWORD")))
}

// descriptor fetches the .ovf of an item: session, list, prepare, download, delete.
func descriptor(ctx context.Context, m *library.Manager, item string) ([]byte, error) {
	session, err := m.CreateLibraryItemDownloadSession(ctx, library.Session{LibraryItemID: item})
	if err != nil {
		return nil, err
	}
	defer m.DeleteLibraryItemDownloadSession(ctx, session)
	files, err := m.ListLibraryItemDownloadSessionFile(ctx, session)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		if !strings.HasSuffix(f.Name, ".ovf") {
			continue
		}
		file, err := m.PrepareLibraryItemDownloadSessionFile(ctx, session, f.Name)
		for err == nil && file.Status != "PREPARED" {
			time.Sleep(10 * time.Millisecond)
			file, err = m.GetLibraryItemDownloadSessionFile(ctx, session, f.Name)
		}
		if err != nil {
			return nil, err
		}
		source, err := url.Parse(file.DownloadEndpoint.URI)
		if err != nil {
			return nil, err
		}
		p := soap.DefaultDownload
		p.Method = http.MethodGet
		body, _, err := m.Download(ctx, source, &p)
		if err != nil {
			return nil, err
		}
		defer body.Close()
		return io.ReadAll(body)
	}
	return nil, errors.New("no descriptor")
}

func one(ctx context.Context, m *library.Manager, id string, o *options, t *totals) error {
	item, err := m.GetLibraryItem(ctx, id)
	if err != nil {
		return err
	}
	t.items.Add(1)
	if !o.descriptors || item.Type != library.ItemTypeOVF {
		return nil
	}
	text, err := descriptor(ctx, m, id)
	if err != nil {
		return err
	}
	t.bytes.Add(int64(len(text)))
	if !o.parse {
		return nil
	}
	envelope, err := ovf.Unmarshal(strings.NewReader(string(text)))
	if err != nil {
		return err
	}
	if _, err = envelope.ToConfigSpec(); err != nil {
		return err
	}
	for _, p := range envelope.VirtualSystem.Product {
		t.properties.Add(int64(len(p.Property)))
	}
	return nil
}

func run(name string, o *options) error {
	ctx := context.Background()
	start := time.Now()
	m, err := connect(ctx, o)
	if err != nil {
		return err
	}
	defer m.Logout(ctx)
	l, err := m.GetLibraryByName(ctx, name)
	if err != nil {
		return err
	}
	ids, err := m.ListLibraryItems(ctx, l.ID)
	if err != nil {
		return err
	}
	var t totals
	var wait sync.WaitGroup
	queue, failed := make(chan string, len(ids)), make(chan error, o.workers)
	for _, id := range ids {
		queue <- id
	}
	close(queue)
	for range o.workers {
		wait.Go(func() {
			for id := range queue {
				if err := one(ctx, m, id, o, &t); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	wait.Wait()
	close(failed)
	if err := <-failed; err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]any{"seconds": time.Since(start).Seconds(), "items": t.items.Load(),
		"bytes": t.bytes.Load(), "properties": t.properties.Load(), "workers": o.workers})
}

func main() {
	o := &options{}
	flag.IntVar(&o.workers, "workers", 1, "how many at once")
	flag.IntVar(&o.idle, "idle", 64, "idle connections that are kept; 2 is govmomi's own")
	flag.BoolVar(&o.descriptors, "descriptors", false, "fetch the descriptor of each OVF item")
	flag.BoolVar(&o.parse, "parse", false, "and make a configuration of it")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: govmomi_list [OPTIONS] LIBRARY")
		os.Exit(2)
	}
	if err := run(flag.Arg(0), o); err != nil {
		fmt.Fprintln(os.Stderr, "govmomi_list:", err)
		os.Exit(1)
	}
}
