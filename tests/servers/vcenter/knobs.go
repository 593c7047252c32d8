// SPDX-License-Identifier: Apache-2.0

package main

// The knobs: a handler before all others that delays, breaks and counts requests and lets sessions expire, as a test says through
// the control port. What a rule does to an answer is in faults.go.

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"
)

const (
	sessionHeader = "vmware-api-session-id"
	soapCookie    = "vmware_soap_session"
	requestsKept  = 5000
)

// seenRequest is one line of the log of requests.
type seenRequest struct {
	Method     string  `json:"method"`
	Path       string  `json:"path"`
	SOAP       string  `json:"soap,omitempty"`
	Protocol   string  `json:"protocol"`
	Activation string  `json:"activation,omitempty"`
	Status     int     `json:"status"`
	Rule       int     `json:"rule,omitempty"`
	Seconds    float64 `json:"seconds"`
}

// seenSession counts the calls of a session; an expired one is not passed on.
type seenSession struct {
	calls   int
	expired bool
}

type knobs struct {
	mu          sync.Mutex
	latency     time.Duration
	rules       []*rule
	nextRule    int
	counts      map[string]int
	protocols   map[string]int
	connections int
	open        map[net.Conn]bool
	active      int
	peak        int
	requests    []seenRequest
	sessions    map[string]*seenSession
	expireAfter int
	expireTimes int
}

func newKnobs() *knobs {
	k := &knobs{sessions: map[string]*seenSession{}, open: map[net.Conn]bool{}}
	k.reset()
	return k
}

// reset forgets rules, latency and counts; sessions stay.
func (k *knobs) reset() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.latency, k.rules, k.expireAfter, k.expireTimes = 0, nil, 0, 0
	k.forgetCounts()
}

func (k *knobs) forgetCounts() {
	k.counts, k.protocols, k.requests = map[string]int{}, map[string]int{}, nil
	k.connections, k.peak = 0, k.active
}

var (
	uuidLike   = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	soapMethod = regexp.MustCompile(`<(?:[\w.-]+:)?Body[^>]*>\s*<(?:[\w.-]+:)?([\w.-]+)`)
)

// soapName finds the method of a SOAP request and gives the request its body back.
func soapName(r *http.Request) string {
	if r.Method != http.MethodPost || !strings.HasPrefix(r.URL.Path, "/sdk") || r.Body == nil {
		return ""
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, 16<<20))
	if err != nil {
		return ""
	}
	r.Body.Close()
	r.Body = io.NopCloser(bytes.NewReader(body))
	if m := soapMethod.FindSubmatch(body); m != nil {
		return string(m[1])
	}
	return ""
}

// countKey names a kind of call: identifiers are taken out, file names of data transfers too.
func countKey(r *http.Request, soap string) string {
	if soap != "" {
		return "SOAP " + soap
	}
	path := uuidLike.ReplaceAllString(r.URL.Path, "{id}")
	if action := r.URL.Query().Get("~action"); action != "" {
		path += "?action=" + action
	} else if action := r.URL.Query().Get("action"); action != "" {
		path += "?action=" + action
	}
	if i := strings.Index(path, "/data/{id}/"); i >= 0 {
		path = path[:i] + "/data/{id}/{file}"
	}
	return r.Method + " " + path
}

// sessionsOf gives the session identifiers that a request carries.
func sessionsOf(r *http.Request) []string {
	var ids []string
	if id := r.Header.Get(sessionHeader); id != "" {
		ids = append(ids, id)
	}
	for _, name := range []string{sessionHeader, soapCookie} {
		if cookie, err := r.Cookie(name); err == nil {
			ids = append(ids, strings.Trim(cookie.Value, `"`))
		}
	}
	return ids
}

// expire counts the call for its sessions, and takes expired ones out of the request.
func (k *knobs) expire(r *http.Request) {
	gone := false
	for _, id := range sessionsOf(r) {
		s := k.sessions[id]
		if s == nil {
			s = &seenSession{}
			k.sessions[id] = s
		}
		s.calls++
		if !s.expired && k.expireAfter > 0 && s.calls > k.expireAfter {
			s.expired = true
			if k.expireTimes--; k.expireTimes == 0 {
				k.expireAfter = 0
			}
		}
		gone = gone || s.expired
	}
	if gone {
		r.Header.Del(sessionHeader)
		r.Header.Del("Cookie")
	}
}

// expireNow ends all sessions that were seen so far.
func (k *knobs) expireNow() {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, s := range k.sessions {
		s.expired = true
	}
}

// begin notes a request; it gives the delay and the rule that hits it.
func (k *knobs) begin(r *http.Request, soap string) (time.Duration, *rule) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.counts[countKey(r, soap)]++
	k.protocols[r.Proto]++
	k.active++
	k.peak = max(k.peak, k.active)
	k.expire(r)
	delay := k.latency
	for _, rule := range k.rules {
		if !rule.matches(r, soap) {
			continue
		}
		rule.Seen++
		if rule.Seen <= rule.Skip || (rule.Times > 0 && rule.Hits >= rule.Times) {
			continue
		}
		rule.Hits++
		delay += time.Duration(rule.DelayMS) * time.Millisecond
		if rule.Action != "" {
			return delay, rule
		}
	}
	return delay, nil
}

func (k *knobs) end(r *http.Request, soap string, hit *rule, status int, start time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.active--
	seen := seenRequest{Method: r.Method, Path: r.URL.RequestURI(), SOAP: soap, Protocol: r.Proto, Status: status,
		Activation: r.Header.Get("vapi-ctx-actid"), Seconds: time.Since(start).Seconds()}
	if hit != nil {
		seen.Rule = hit.ID
	}
	if len(k.requests) >= requestsKept {
		k.requests = k.requests[1:]
	}
	k.requests = append(k.requests, seen)
}

// statusWriter remembers the status that was answered, and the body of a log-in.
type statusWriter struct {
	http.ResponseWriter
	status int
	keep   bool
	body   []byte
}

func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	if w.keep {
		w.body = append(w.body, p...)
	}
	return w.ResponseWriter.Write(p)
}

var tokenLike = regexp.MustCompile(`[0-9a-f-]{32,36}`)

// given notes the session that a log-in gave, so that it can expire before it is used.
func (k *knobs) given(w *statusWriter) {
	id := tokenLike.Find(w.body)
	for _, cookie := range (&http.Response{Header: w.Header()}).Cookies() {
		if cookie.Name == soapCookie {
			id = []byte(cookie.Value)
		}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(id) > 0 && k.sessions[string(id)] == nil {
		k.sessions[string(id)] = &seenSession{}
	}
}

// Unwrap lets http.ResponseController reach the real writer.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Flush is there for the simulator, which asserts for it.
func (w *statusWriter) Flush() { _ = http.NewResponseController(w.ResponseWriter).Flush() }

// wrap puts the knobs before a handler.
func (k *knobs) wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		soap, start := soapName(r), time.Now()
		delay, hit := k.begin(r, soap)
		sw := &statusWriter{ResponseWriter: w}
		sw.keep = r.Method == http.MethodPost && (strings.HasSuffix(r.URL.Path, "/cis/session") || r.URL.Path == "/api/session")
		defer func() {
			if sw.keep || strings.HasPrefix(soap, "Login") {
				k.given(sw)
			}
			k.end(r, soap, hit, sw.status, start)
		}()
		if delay > 0 {
			select {
			case <-time.After(delay):
			case <-r.Context().Done():
				panic(http.ErrAbortHandler)
			}
		}
		if hit != nil {
			hit.apply(sw, r, next)
			return
		}
		next.ServeHTTP(sw, r)
	})
}

// connState counts connections; it is the ConnState hook of the listening server.
func (k *knobs) connState(c net.Conn, state http.ConnState) {
	k.mu.Lock()
	defer k.mu.Unlock()
	switch state {
	case http.StateNew:
		k.connections++
		k.open[c] = true
	case http.StateClosed, http.StateHijacked:
		delete(k.open, c)
	}
}

// closeConnections cuts every connection of clients.
func (k *knobs) closeConnections() {
	k.mu.Lock()
	defer k.mu.Unlock()
	for c := range k.open {
		c.Close()
	}
}
