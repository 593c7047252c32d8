// SPDX-License-Identifier: Apache-2.0

// Command vcenter is a vCenter for tests: govmomi's simulator, and in front of it what a real vCenter does where the simulator
// is a stub. This file reads the options, starts and stops the parts and prints the line that tells a test where everything is.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
)

// options are what the command line says.
type options struct {
	data       string
	plain      bool
	user       string
	password   string
	tls        bool
	http2      bool
	expired    bool
	hostName   string
	clientCert bool
	apiVersion string
	restOnly   bool
	seed       int64
}

func readOptions(args []string) (*options, error) {
	o := &options{}
	f := flag.NewFlagSet("vcenter", flag.ContinueOnError)
	f.StringVar(&o.data, "data", "", "folder for everything that is written (needed)")
	f.BoolVar(&o.plain, "plain", false, "the unchanged simulator, with the knobs only")
	f.StringVar(&o.user, "user", "user", "user name")
	f.StringVar(&o.password, "password", "pass", "password")
	f.BoolVar(&o.tls, "tls", true, "https")
	f.BoolVar(&o.http2, "http2", true, "offer HTTP/2 (never with -plain)")
	f.BoolVar(&o.expired, "expired", false, "a certificate that has expired")
	f.StringVar(&o.hostName, "certificate-host", "", "a certificate for this name only, instead of 127.0.0.1, ::1 and localhost")
	f.BoolVar(&o.clientCert, "client-certificate", false, "refuse clients without the certificate that is made at start")
	f.StringVar(&o.apiVersion, "api-version", "8.0.3.0", "about.apiVersion")
	f.BoolVar(&o.restOnly, "rest-only", false, "answer 404 to /api/session and the rest of the newer dialect, as before 7.0U2")
	f.Int64Var(&o.seed, "seed", 1, "where UUIDs and generated content start from")
	if err := f.Parse(args); err != nil {
		return nil, err
	}
	if o.data == "" {
		return nil, fmt.Errorf("-data FOLDER is needed")
	}
	data, err := filepath.Abs(o.data)
	if err != nil {
		return nil, err
	}
	o.data = data
	return o, os.MkdirAll(data, 0o755)
}

func main() {
	o, err := readOptions(os.Args[1:])
	if err != nil {
		log.Fatalf("vcenter: %v", err)
	}
	// The simulator keeps its datastores under the temporary folder: ours, so that nothing is left elsewhere.
	os.Setenv("TMPDIR", o.data)
	log.SetFlags(log.Ltime | log.Lmicroseconds)
	log.SetOutput(os.Stderr)
	// Before anybody can know that the program runs: a signal that comes at once ends it as a later one does.
	end := make(chan os.Signal, 1)
	signal.Notify(end, syscall.SIGTERM, syscall.SIGINT)

	server, err := start(o)
	if err != nil {
		log.Fatalf("vcenter: %v", err)
	}
	line, err := json.Marshal(server.ready)
	if err != nil {
		log.Fatalf("vcenter: %v", err)
	}
	fmt.Println(string(line))
	wait(end)
	server.close()
}

// wait returns when the parent closes standard input or a signal asks for the end.
func wait(end chan os.Signal) {
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		end <- syscall.SIGTERM
	}()
	<-end
}
