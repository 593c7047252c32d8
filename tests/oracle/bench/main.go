// SPDX-License-Identifier: Apache-2.0

// bench says how fast govmomi's ovf package reads the descriptor FILE and makes a configuration of it, on one core: the best of
// several rounds, as JSON.
package main

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"time"

	"github.com/vmware/govmomi/ovf"
)

const (
	rounds  = 7
	repeats = 20
)

func main() {
	runtime.GOMAXPROCS(1)
	data, err := os.ReadFile(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	best := time.Hour
	for range rounds {
		start := time.Now()
		for range repeats {
			envelope, err := ovf.Unmarshal(bytes.NewReader(data))
			if err == nil {
				_, err = envelope.ToConfigSpec()
			}
			if err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
		}
		best = min(best, time.Since(start)/repeats)
	}
	fmt.Printf("{\"bytes\": %d, \"us\": %.1f, \"mb_per_s\": %.1f}\n", len(data), float64(best.Nanoseconds())/1e3,
		float64(len(data))/best.Seconds()/1e6)
}
