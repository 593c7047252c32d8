// SPDX-License-Identifier: Apache-2.0

package main

// Starts the simulator and what stands before it, and says where things are. The order of handlers, from the network inwards:
// knobs (latency, faults, expiry), then in the default mode our own vCenter services, then the simulator.

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/vmware/govmomi/find"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25"
	"github.com/vmware/govmomi/vim25/types"

	_ "github.com/vmware/govmomi/vapi/cluster/simulator"
	_ "github.com/vmware/govmomi/vapi/namespace/simulator"
)

// place is an inventory object that a test may need.
type place struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Path string `json:"path,omitempty"`
}

// ready is the line that a test reads.
type ready struct {
	URL          string             `json:"url"`
	SDK          string             `json:"sdk"`
	Host         string             `json:"host"`
	Port         int                `json:"port"`
	Control      string             `json:"control"`
	User         string             `json:"user"`
	Password     string             `json:"password"`
	CA           string             `json:"ca,omitempty"`
	SHA256       string             `json:"sha256,omitempty"`
	SHA1         string             `json:"sha1,omitempty"`
	ClientCert   string             `json:"client_certificate,omitempty"`
	ClientKey    string             `json:"client_key,omitempty"`
	Data         string             `json:"data"`
	Plain        bool               `json:"plain"`
	Places       map[string][]place `json:"places"`
	VMs          []vmPlace          `json:"vms"`
	InstanceUUID string             `json:"vcenter_uuid"`
	PID          int                `json:"pid"`
}

// server is everything that runs.
type server struct {
	options  *options
	certs    *certificates
	model    *simulator.Model
	service  *simulator.Service
	inner    *simulator.Server
	client   *vim25.Client
	knobs    *knobs
	vc       *vc
	finder   *find.Finder
	vmFolder string
	front    *http.Server
	control  *http.Server
	ready    ready
}

// newModel makes the inventory of the simulator: one data centre, a cluster, a host, a datastore or two.
func newModel(o *options) (*simulator.Model, error) {
	model := simulator.VPX()
	model.ServiceContent.About.ApiVersion = o.apiVersion
	model.ServiceContent.About.Version = strings.Join(strings.Split(o.apiVersion, ".")[:3], ".")
	if !o.plain {
		model.Datastore = 2
	}
	return model, model.Create()
}

// start starts everything and fills in the line for the test.
func start(o *options) (*server, error) {
	s := &server{options: o, knobs: newKnobs()}
	var err error
	if s.certs, err = makeCertificates(o); err != nil {
		return nil, err
	}
	if s.model, err = newModel(o); err != nil {
		return nil, err
	}
	s.service = s.model.Service
	s.service.RegisterEndpoints = true
	s.service.Listen = &url.URL{Host: "127.0.0.1:0", User: url.UserPassword(o.user, o.password)}
	if s.client, err = vim25.NewClient(context.Background(), s.service); err != nil {
		return nil, err
	}
	s.finder = find.NewFinder(s.client)
	if !o.plain {
		if err = s.populate(); err != nil {
			return nil, err
		}
		s.vc = newVC(s)
	}
	if err = s.serve(); err != nil {
		return nil, err
	}
	if err = s.describe(); err != nil {
		return nil, err
	}
	return s, s.serveControl()
}

// restrictLogin lets in one user only, by the short name or with the usual domain.
func (s *server) restrictLogin() {
	o := s.options
	s.service.Context.Map.SessionManager().ValidLogin = func(login *types.Login) bool {
		name := strings.TrimSuffix(login.UserName, "@vsphere.local")
		return (name == o.user || login.UserName == o.user) && login.Password == o.password
	}
}

func (s *server) serve() error {
	s.restrictLogin()
	if s.options.plain {
		return s.servePlain()
	}
	return s.serveFront()
}

// servePlain has the simulator itself listen.
func (s *server) servePlain() error {
	if s.options.tls {
		s.service.TLS = s.certs.config.Clone()
	}
	s.inner = s.service.NewServer()
	s.inner.Config.Handler = s.knobs.wrap(s.service.ServeMux)
	s.setURL(s.inner.URL.Scheme, s.inner.Listener.Addr().(*net.TCPAddr))
	return nil
}

// serveFront listens for clients; the simulator listens on a port of its own that only this program uses.
func (s *server) serveFront() error {
	s.inner = s.service.NewServer()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	s.front = &http.Server{TLSConfig: s.certs.config.Clone(), ReadHeaderTimeout: time.Minute, ConnState: s.knobs.connState,
		HTTP2: &http.HTTP2Config{MaxReceiveBufferPerStream: 4 << 20, MaxReceiveBufferPerConnection: 15 << 20}}
	scheme := "http"
	if s.options.tls {
		scheme = "https"
	}
	s.setURL(scheme, listener.Addr().(*net.TCPAddr))
	s.front.Handler = s.knobs.wrap(s.vc)
	if !s.options.http2 {
		s.front.Protocols = new(http.Protocols)
		s.front.Protocols.SetHTTP1(true)
	}
	if s.options.tls {
		go s.front.ServeTLS(listener, "", "")
	} else {
		go s.front.Serve(listener)
	}
	return nil
}

func (s *server) setURL(scheme string, address *net.TCPAddr) {
	s.ready.Host, s.ready.Port = "127.0.0.1", address.Port
	s.ready.URL = fmt.Sprintf("%s://127.0.0.1:%d", scheme, address.Port)
	s.ready.SDK = s.ready.URL + "/sdk"
}

// serveControl listens for the test's own requests, on a second port and in plain HTTP.
func (s *server) serveControl() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	s.control = &http.Server{Handler: newControl(s), ReadHeaderTimeout: time.Minute}
	s.ready.Control = "http://" + listener.Addr().String()
	go s.control.Serve(listener)
	return nil
}

func (s *server) close() {
	if s.front != nil {
		s.front.Close()
	}
	s.control.Close()
	s.inner.CloseClientConnections()
	s.model.Remove()
	_ = os.Remove(s.certs.clientKeyFile)
}
