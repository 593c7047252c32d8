// SPDX-License-Identifier: Apache-2.0

package main

// What a rule does to the calls that it matches: another answer, a cut or a stall at a chosen place, a body that is cut short.

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// rule says which calls fail, and how. The fields are the JSON of the control port; README.md explains them.
type rule struct {
	ID      int    `json:"id"`
	Method  string `json:"method,omitempty"` // regular expressions; an empty one matches everything
	Path    string `json:"path,omitempty"`
	SOAP    string `json:"soap,omitempty"`
	Skip    int    `json:"skip,omitempty"`  // so many matching calls pass first
	Times   int    `json:"times,omitempty"` // then so many are hit; 0: all
	DelayMS int    `json:"delay_ms,omitempty"`

	Action       string            `json:"action,omitempty"`  // "", reply, drop, stall, truncate
	Perform      bool              `json:"perform,omitempty"` // the call takes effect before its answer is broken
	At           string            `json:"at,omitempty"`      // drop and stall: before, head, body
	AfterBytes   int64             `json:"after_bytes,omitempty"`
	RequestBytes int64             `json:"request_bytes,omitempty"` // drop: read so much of the upload first
	Status       int               `json:"status,omitempty"`
	Headers      map[string]string `json:"headers,omitempty"`
	Body         string            `json:"body,omitempty"`
	BodyKind     string            `json:"body_kind,omitempty"` // html, null, empty, huge, garbage

	Seen int `json:"seen"`
	Hits int `json:"hits"`

	method, path, soap *regexp.Regexp
}

const stallLimit = 5 * time.Minute

// compile checks a rule that came in.
func (f *rule) compile() (err error) {
	for _, x := range []struct {
		text string
		to   **regexp.Regexp
	}{{f.Method, &f.method}, {f.Path, &f.path}, {f.SOAP, &f.soap}} {
		if x.text == "" {
			continue
		}
		if *x.to, err = regexp.Compile("^(?:" + x.text + ")$"); x.to == &f.path {
			*x.to, err = regexp.Compile(x.text)
		}
		if err != nil {
			return err
		}
	}
	switch f.Action {
	case "", "reply", "drop", "stall", "truncate":
	default:
		return fmt.Errorf("action %q: reply, drop, stall or truncate", f.Action)
	}
	switch f.At {
	case "", "before", "head", "body":
	default:
		return fmt.Errorf("at %q: before, head or body", f.At)
	}
	switch f.BodyKind {
	case "", "html", "null", "empty", "huge", "garbage":
		return nil
	}
	return fmt.Errorf("body_kind %q: html, null, empty, huge or garbage", f.BodyKind)
}

func (f *rule) matches(r *http.Request, soap string) bool {
	if f.soap != nil {
		return soap != "" && f.soap.MatchString(soap)
	}
	return (f.method == nil || f.method.MatchString(r.Method)) && (f.path == nil || f.path.MatchString(r.URL.RequestURI()))
}

// recorder keeps an answer instead of sending it.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *recorder) Header() http.Header { return w.header }
func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
}
func (w *recorder) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(p)
}

// performed lets the real handler answer into memory.
func performed(next http.Handler, r *http.Request) *recorder {
	w := &recorder{header: http.Header{}}
	next.ServeHTTP(w, r)
	w.WriteHeader(http.StatusOK)
	return w
}

// content is the body that a rule gives, with its type.
func (f *rule) content() (string, string) {
	switch f.BodyKind {
	case "html":
		return "text/html", "<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>A proxy's page &amp; more</h1></body></html>\n"
	case "null":
		return "application/json", `{"value":null}`
	case "empty":
		return "application/json", ""
	case "huge":
		item := `"` + strings.Repeat("x", 1000) + `",`
		return "application/json", `{"value":[` + strings.Repeat(item, 70000) + `""]}`
	case "garbage":
		return "application/json", "{\"value\":[{\"id\":\xff\xfe"
	}
	if strings.HasPrefix(f.Body, "<") {
		return "text/xml", f.Body
	}
	return "application/json", f.Body
}

// apply answers in place of the real handler.
func (f *rule) apply(w http.ResponseWriter, r *http.Request, next http.Handler) {
	if f.RequestBytes > 0 {
		_, _ = io.CopyN(io.Discard, r.Body, f.RequestBytes)
		panic(http.ErrAbortHandler)
	}
	switch f.Action {
	case "reply":
		f.reply(w, r, next)
	case "truncate":
		f.truncate(w, r, next)
	default:
		f.cut(w, r, next)
	}
}

func (f *rule) reply(w http.ResponseWriter, r *http.Request, next http.Handler) {
	if f.Perform {
		performed(next, r)
	} else {
		_, _ = io.Copy(io.Discard, r.Body)
	}
	kind, body := f.content()
	w.Header().Set("Content-Type", kind)
	for name, value := range f.Headers {
		w.Header().Set(name, value)
	}
	status := f.Status
	if status == 0 {
		status = http.StatusOK
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

// send writes the head and the first n bytes of an answer that was kept.
func (w *recorder) send(to http.ResponseWriter, n int) {
	for name, values := range w.header {
		to.Header()[name] = values
	}
	to.WriteHeader(w.status)
	_, _ = to.Write(w.body.Bytes()[:n])
	_ = http.NewResponseController(to).Flush()
}

// truncate sends a clean answer with only the first part of the body.
func (f *rule) truncate(w http.ResponseWriter, r *http.Request, next http.Handler) {
	answer := performed(next, r)
	n := f.part(answer.body.Len())
	answer.header.Set("Content-Length", fmt.Sprint(n))
	answer.send(w, n)
}

func (f *rule) part(length int) int {
	if f.AfterBytes > 0 {
		return min(length, int(f.AfterBytes))
	}
	return length / 2
}

// cut drops or stalls the connection: before the head, after it, or within the body.
func (f *rule) cut(w http.ResponseWriter, r *http.Request, next http.Handler) {
	if f.At == "" || f.At == "before" {
		if f.Perform {
			performed(next, r)
		}
		f.finish(r)
	}
	answer := performed(next, r)
	n := f.part(answer.body.Len())
	if f.At == "head" {
		n = 0
	}
	answer.header.Set("Content-Length", fmt.Sprint(max(answer.body.Len(), n+1)))
	answer.send(w, n)
	f.finish(r)
}

// finish never returns: it waits first when the rule is a stall.
func (f *rule) finish(r *http.Request) {
	if f.Action == "stall" {
		select {
		case <-r.Context().Done():
		case <-time.After(stallLimit):
		}
	}
	panic(http.ErrAbortHandler)
}
