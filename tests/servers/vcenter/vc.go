// SPDX-License-Identifier: Apache-2.0

package main

// The services of a vCenter that we give ourselves: sessions of REST, dispatch, and what is passed on to the simulator.

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"

	"github.com/vmware/govmomi/vim25/types"
)

type restSession struct {
	user          string
	created, seen time.Time
}

// vc is the state. One lock for all of it: no call holds it while it transfers bytes.
type vc struct {
	*server
	mu         sync.Mutex
	router     router
	random     *rand.Rand
	sessions   map[string]*restSession
	libraries  map[string]*lib
	updates    map[string]*update
	downloads  map[string]*download
	tokens     map[string]any
	namespaces map[string]map[string]any
	trusted    map[string]string
	policies   []map[string]any
	usages     map[string]map[string]map[string]any
	settings   settings
	hooks      *taskHooks
	disks      map[int][]byte
	backend    string // a session of the simulator's own REST
}

// settings are what a test can change in the behaviour, beyond faults.
type settings struct {
	CaptureMS      int    `json:"capture_ms"`       // how long a capture takes
	CaptureQueueMS int    `json:"capture_queue_ms"` // how long its task stays queued
	CaptureFail    string `json:"capture_fail"`     // the next captures fail with this text
	TaskDelayMS    int    `json:"task_delay_ms"`    // before the task of a capture can be seen
	SyncMS         int    `json:"sync_ms"`          // how long a sync takes
	CompleteMS     int    `json:"complete_ms"`      // how long an update session stays active after complete
	PrepareMS      int    `json:"prepare_ms"`       // how long a file of a download session is being prepared
	PutRefuses     bool   `json:"put_refuses"`      // a PUT with wrong content is answered 400, not 200
	IgnoreDigests  bool   `json:"ignore_digests"`   // as the simulator: checksums and sizes are not looked at
	MaxCapture     int64  `json:"max_disk_bytes"`   // size of the content of a captured disk
}

func newVC(s *server) *vc {
	v := &vc{server: s, router: router{}, random: rand.New(rand.NewSource(s.options.seed)), sessions: map[string]*restSession{},
		disks: map[int][]byte{}, libraries: map[string]*lib{}, updates: map[string]*update{}, downloads: map[string]*download{}, tokens: map[string]any{},
		namespaces: map[string]map[string]any{}, trusted: map[string]string{}, usages: map[string]map[string]map[string]any{}}
	v.settings = settings{CaptureMS: 60, CaptureQueueMS: 10}
	v.router.add(v.libraryOperations())
	v.router.add(v.itemOperations())
	v.router.add(v.updateOperations())
	v.router.add(v.downloadOperations())
	v.router.add(v.publishOperations())
	v.router.add(v.subscribeOperations())
	v.router.add(v.trustOperations())
	v.router.add(v.namespaceOperations())
	v.router.add(v.ovfOperations())
	v.router.add(v.templateOperations())
	v.makePolicies()
	v.hooks = s.hookTasks()
	return v
}

// change sets members of the settings; it gives all of them.
func (v *vc) change(body []byte) (any, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return &v.settings, json.Unmarshal(body, &v.settings)
}

// newID makes a UUID; the sequence is the same for the same seed. The lock is held.
func (v *vc) newID() string {
	var b [16]byte
	v.random.Read(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:])
}

func (v *vc) authenticate(user, password string) bool {
	return v.service.Context.Map.SessionManager().ValidLogin(&types.Login{UserName: user, Password: password})
}

// who finds the session of a request; the identifier of an update session is one too.
func (v *vc) who(r *http.Request) string {
	v.mu.Lock()
	defer v.mu.Unlock()
	id := r.Header.Get(sessionHeader)
	if id == "" {
		if cookie, err := r.Cookie(sessionHeader); err == nil {
			id = cookie.Value
		}
	}
	if s := v.sessions[id]; s != nil {
		s.seen = time.Now()
		return id
	}
	if v.updates[id] != nil {
		return id
	}
	return ""
}

func unauthenticated() error {
	return &vapiError{kind: "UNAUTHENTICATED", id: "com.vmware.vapi.endpoint.method.authentication.required",
		text: "Authentication required."}
}

// session serves log-in, log-out and the question who one is.
func (v *vc) session(c *call) {
	action := c.URL.Query().Get("~action")
	if c.Method == http.MethodPost && action == "" {
		v.login(c)
		return
	}
	id := v.who(c.Request)
	v.mu.Lock()
	defer v.mu.Unlock()
	s := v.sessions[id]
	switch {
	case s == nil:
		c.refuse(unauthenticated())
	case c.Method == http.MethodGet || action == "get":
		c.answer(map[string]any{"user": s.user, "created_time": stamp(s.created), "last_accessed_time": stamp(s.seen)})
	case c.Method == http.MethodDelete:
		delete(v.sessions, id)
		c.answer(nil)
	default:
		c.refuse(&vapiError{kind: "OPERATION_NOT_FOUND", id: "com.vmware.vapi.rest.unsupported", text: "No such operation."})
	}
}

func (v *vc) login(c *call) {
	user, password, ok := c.BasicAuth()
	if !ok || !v.authenticate(user, password) {
		c.refuse(unauthenticated())
		return
	}
	v.mu.Lock()
	id := strings.ReplaceAll(v.newID(), "-", "")
	now := time.Now()
	v.sessions[id] = &restSession{user: user, created: now, seen: now}
	v.mu.Unlock()
	if c.Header.Get("vmware-use-header-authn") == "" && c.rest {
		http.SetCookie(c.w, &http.Cookie{Name: sessionHeader, Value: id, Path: "/rest", HttpOnly: true, Secure: v.options.tls})
	}
	c.answer(created{id})
}

// ServeHTTP finds the service for a request: ours first, else the simulator.
func (v *vc) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	rest := strings.HasPrefix(r.URL.Path, "/rest/")
	api := strings.HasPrefix(r.URL.Path, "/api/") && !v.options.restOnly
	c := &call{Request: r, w: w, s: v, rest: rest}
	switch {
	case strings.HasPrefix(r.URL.Path, dataPath):
		v.data(c)
	case strings.HasPrefix(r.URL.Path, vcspPath):
		v.serveVCSP(w, r)
	case rest && r.URL.Path == "/rest/com/vmware/cis/session", api && r.URL.Path == "/api/session":
		v.session(c)
	case rest || api:
		v.dispatch(c)
	case strings.HasPrefix(r.URL.Path, "/api/"):
		http.NotFound(w, r)
	default:
		v.service.ServeMux.ServeHTTP(w, r)
	}
}

func (v *vc) dispatch(c *call) {
	if c.session = v.who(c.Request); c.session == "" {
		c.refuse(unauthenticated())
		return
	}
	found, vars := v.router.find(c.Request)
	if found == nil {
		v.passOn(c)
		return
	}
	c.vars = vars
	c.run(found.f)
}

// passOn lets the simulator answer what we don't, with a session of its own.
func (v *vc) passOn(c *call) {
	if strings.Contains(c.URL.Path, "/content/") || strings.HasPrefix(c.URL.Path, "/api/vcenter/vm/") {
		http.NotFound(c.w, c.Request)
		return
	}
	v.mu.Lock()
	if v.backend == "" {
		r := httptest.NewRequest(http.MethodPost, "/rest/com/vmware/cis/session", nil)
		r.SetBasicAuth(v.options.user, v.options.password)
		r.Header.Set("vmware-use-header-authn", "true")
		w := httptest.NewRecorder()
		v.service.ServeMux.ServeHTTP(w, r)
		v.backend = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(w.Body.String()), `{"value":"`), `"}`)
	}
	c.Header.Set(sessionHeader, v.backend)
	v.mu.Unlock()
	v.service.ServeMux.ServeHTTP(c.w, c.Request)
}

// stamp writes a time as vCenter does: UTC, milliseconds.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
