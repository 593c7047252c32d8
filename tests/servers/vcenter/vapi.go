// SPDX-License-Identifier: Apache-2.0

package main

// One set of operations behind two dialects: /rest (wrapped bodies, id: in paths, ~action) and /api (bare bodies, action, 201 and
// 204). An operation is a function of a call; what it returns or refuses is written here in the way of the dialect.

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

const bodyLimit = 64 << 20

// vapiError is an error of the API: its type, and a message with an identifier.
type vapiError struct {
	kind, id, text string
	args           []string
}

func (e *vapiError) Error() string { return e.text }

var statusOfKind = map[string]int{
	"UNAUTHENTICATED": 401, "UNAUTHORIZED": 403, "NOT_FOUND": 404, "OPERATION_NOT_FOUND": 404, "ERROR": 500,
	"INTERNAL_SERVER_ERROR": 500, "CONCURRENT_CHANGE": 500, "RESOURCE_BUSY": 500, "RESOURCE_INACCESSIBLE": 500,
	"SERVICE_UNAVAILABLE": 503, "TIMED_OUT": 504,
}

func (e *vapiError) status() int {
	if status := statusOfKind[e.kind]; status != 0 {
		return status
	}
	return http.StatusBadRequest
}

// message is a localizable message of the API.
func message(id, text string, args ...string) map[string]any {
	if args == nil {
		args = []string{}
	}
	return map[string]any{"id": id, "default_message": text, "args": args}
}

func fail(kind, id, format string, args ...any) error {
	e := &vapiError{kind: kind, id: "com.vmware.vdcs.cls-main." + id, text: fmt.Sprintf(format, args...)}
	for _, a := range args {
		e.args = append(e.args, fmt.Sprint(a))
	}
	return e
}

func notFound(what, id string) error {
	return fail("NOT_FOUND", strings.ReplaceAll(what, " ", "_")+"_not_found", "The %s with identifier %s does not exist.", what, id)
}

func invalid(format string, args ...any) error {
	return fail("INVALID_ARGUMENT", "invalid_argument", format, args...)
}

// call is one request.
type call struct {
	*http.Request
	w       http.ResponseWriter
	s       *vc
	rest    bool
	vars    map[string]string
	body    []byte
	session string
}

// in decodes the body, or with /rest the member of it that wraps the argument.
func (c *call) in(wrapper string, to any) error {
	data := c.body
	if c.rest && wrapper != "" {
		var outer map[string]json.RawMessage
		if err := json.Unmarshal(data, &outer); err != nil {
			return fail("INVALID_REQUEST", "invalid_request", "The body is not a JSON object: %s", err)
		}
		if data = outer[wrapper]; data == nil {
			return invalid("The member %s is missing from the body.", wrapper)
		}
	}
	if err := json.Unmarshal(data, to); err != nil {
		return fail("INVALID_REQUEST", "invalid_request", "The body can't be read: %s", err)
	}
	return nil
}

// given is a string argument: from the query in one dialect, from the body in the other.
func (c *call) given(names ...string) string {
	var body map[string]any
	_ = json.Unmarshal(c.body, &body)
	for _, name := range names {
		if v := c.URL.Query().Get(name); v != "" {
			return v
		}
		if v, ok := body[name].(string); ok {
			return v
		}
	}
	return ""
}

// token is the client token of a create, which makes a repeat harmless.
func (c *call) token() string {
	for _, name := range []string{"Client-Token", "client_token"} {
		if v := c.Header.Get(name); v != "" {
			return v
		}
	}
	if !c.rest {
		return ""
	}
	var body struct {
		Token string `json:"client_token"`
	}
	_ = json.Unmarshal(c.body, &body)
	return body.Token
}

// created marks the result of an operation that makes something: 201 with /api.
type created struct{ value any }

// operation binds a function to its places in the two dialects. A path of "" is not there in that dialect.
type operation struct {
	method, rest, api, action string
	f                         func(*call) (any, error)
}

// route is one dialect's side of an operation.
type route struct {
	segments []string
	action   string
	rest     bool
	f        func(*call) (any, error)
}

type router map[string][]route

func (t router) add(operations []operation) {
	for _, o := range operations {
		for i, path := range []string{o.rest, o.api} {
			if path == "" {
				continue
			}
			segments := strings.Split(path, "/")
			key := fmt.Sprint(o.method, len(segments))
			t[key] = append(t[key], route{segments: segments, action: o.action, rest: i == 0, f: o.f})
		}
	}
}

// match compares a path; with /rest a variable has the prefix id: where the pattern says so.
func (r *route) match(segments []string) map[string]string {
	vars := map[string]string{}
	for i, want := range r.segments {
		have := segments[i]
		if rest, ok := strings.CutPrefix(want, "id:"); ok {
			if have, ok = strings.CutPrefix(have, "id:"); !ok {
				return nil
			}
			want = rest
		}
		if name, ok := strings.CutPrefix(want, "{"); ok {
			vars[strings.TrimSuffix(name, "}")] = have
		} else if want != have {
			return nil
		}
	}
	return vars
}

// find gives the operation for a request; a path with fewer variables wins.
func (t router) find(r *http.Request) (*route, map[string]string) {
	action := r.URL.Query().Get("~action")
	if action == "" {
		action = r.URL.Query().Get("action")
	}
	segments := strings.Split(r.URL.Path, "/")
	list := t[fmt.Sprint(r.Method, len(segments))]
	var found *route
	var best map[string]string
	for i := range list {
		if list[i].action != action {
			continue
		}
		if vars := list[i].match(segments); vars != nil && (found == nil || len(vars) < len(best)) {
			found, best = &list[i], vars
		}
	}
	return found, best
}

// run reads the body, carries out and answers.
func (c *call) run(f func(*call) (any, error)) {
	var err error
	var value any
	if c.body, err = io.ReadAll(io.LimitReader(c.Body, bodyLimit)); err == nil {
		value, err = f(c)
	}
	if err != nil {
		c.refuse(err)
		return
	}
	c.answer(value)
}

func (c *call) answer(value any) {
	status := http.StatusOK
	if made, ok := value.(created); ok {
		value, status = made.value, http.StatusCreated
	}
	if c.rest {
		status = http.StatusOK
		if value != nil {
			value = map[string]any{"value": value}
		}
	} else if value == nil && status == http.StatusOK {
		status = http.StatusNoContent
	}
	writeJSON(c.w, status, value)
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	var text []byte
	if value != nil {
		var err error
		if text, err = json.Marshal(value); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
	}
	w.WriteHeader(status)
	_, _ = w.Write(text)
}

// refuse writes an error in the shape of the dialect.
func (c *call) refuse(err error) {
	var e *vapiError
	if !errors.As(err, &e) {
		e = &vapiError{kind: "ERROR", id: "com.vmware.vdcs.cls-main.error", text: err.Error()}
	}
	value := map[string]any{"error_type": e.kind, "messages": []any{message(e.id, e.text, e.args...)}}
	if e.kind == "UNAUTHENTICATED" {
		value["challenge"] = `Basic realm="VAPI endpoint"`
	}
	if c.rest {
		value = map[string]any{"type": "com.vmware.vapi.std.errors." + strings.ToLower(e.kind), "value": value}
	}
	writeJSON(c.w, e.status(), value)
}
