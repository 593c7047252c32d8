// SPDX-License-Identifier: Apache-2.0

package main

// The control port: what tests/servers/vcenter.py calls. JSON in and out, errors as {"error": text} with status 400.

import (
	"encoding/json"
	"io"
	"net/http"
	"time"
)

type controlFunc func(body []byte) (any, error)

func newControl(s *server) http.Handler {
	mux := http.NewServeMux()
	handle := func(pattern string, f controlFunc) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			var answer any
			if err == nil {
				answer, err = f(body)
			}
			w.Header().Set("Content-Type", "application/json")
			if err != nil {
				w.WriteHeader(http.StatusBadRequest)
				answer = map[string]string{"error": err.Error()}
			}
			_ = json.NewEncoder(w).Encode(answer)
		})
	}
	k := s.knobs
	handle("POST /rules", k.addRule)
	handle("GET /rules", func([]byte) (any, error) { return k.listRules(), nil })
	handle("DELETE /rules", func([]byte) (any, error) { return nil, k.dropRules() })
	handle("POST /latency", k.setLatency)
	handle("POST /expire", k.setExpiry)
	handle("GET /counts", func([]byte) (any, error) { return k.report(), nil })
	handle("DELETE /counts", func([]byte) (any, error) { k.mu.Lock(); defer k.mu.Unlock(); k.forgetCounts(); return nil, nil })
	handle("GET /requests", func([]byte) (any, error) { k.mu.Lock(); defer k.mu.Unlock(); return k.requests, nil })
	handle("POST /reset", func([]byte) (any, error) { k.reset(); return nil, nil })
	handle("POST /close", func([]byte) (any, error) { k.closeConnections(); return nil, nil })
	if s.vc != nil {
		handle("POST /settings", s.vc.change)
		handle("POST /fill", s.vc.fill)
	}
	return mux
}

func (k *knobs) addRule(body []byte) (any, error) {
	f := &rule{}
	if err := json.Unmarshal(body, f); err != nil {
		return nil, err
	}
	if err := f.compile(); err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.nextRule++
	f.ID, f.Seen, f.Hits = k.nextRule, 0, 0
	k.rules = append(k.rules, f)
	return f.ID, nil
}

func (k *knobs) listRules() []rule {
	k.mu.Lock()
	defer k.mu.Unlock()
	list := []rule{}
	for _, f := range k.rules {
		list = append(list, *f)
	}
	return list
}

func (k *knobs) dropRules() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.rules = nil
	return nil
}

func (k *knobs) setLatency(body []byte) (any, error) {
	var in struct {
		MS float64 `json:"ms"`
	}
	if err := json.Unmarshal(body, &in); err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.latency = time.Duration(in.MS * float64(time.Millisecond))
	return nil, nil
}

// setExpiry ends sessions now, or each of the next TIMES sessions after so many calls (TIMES 0: every one).
func (k *knobs) setExpiry(body []byte) (any, error) {
	var in struct {
		After int `json:"after"`
		Times int `json:"times"`
	}
	if err := json.Unmarshal(body, &in); err != nil {
		return nil, err
	}
	if in.After == 0 {
		k.expireNow()
		return nil, nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.expireAfter, k.expireTimes = in.After, in.Times
	for _, s := range k.sessions {
		s.calls = 0
	}
	return nil, nil
}

func (k *knobs) report() any {
	k.mu.Lock()
	defer k.mu.Unlock()
	total := 0
	counts := map[string]int{}
	for name, n := range k.counts {
		counts[name] = n
		total += n
	}
	protocols := map[string]int{}
	for name, n := range k.protocols {
		protocols[name] = n
	}
	return map[string]any{"counts": counts, "total": total, "protocols": protocols, "connections": k.connections,
		"open": len(k.open), "peak": k.peak}
}
