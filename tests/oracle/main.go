// SPDX-License-Identifier: Apache-2.0

// oracle answers what VM Operator would make of OVF descriptors, by asking the govmomi package that VM Operator asks. It reads
// file names from standard input, one a line, and prints one line of JSON for each, in the format of the vectors
// ("vectors ovf FILE"), without annotations.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/vmware/govmomi/ovf"
	"github.com/vmware/govmomi/vim25/types"
)

var labelValue = regexp.MustCompile(`^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$`)

type answer map[string]any

func quantity(bytes int64) string {
	suffixes := func(step int64, names []string) (int64, string) {
		value, i := bytes, 0
		for value != 0 && value%step == 0 && i+1 < len(names) {
			value, i = value/step, i+1
		}
		return value, names[i]
	}
	if value, name := suffixes(1024, []string{"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"}); name != "" && value < 1024 {
		return fmt.Sprint(value, name)
	}
	value, name := suffixes(1000, []string{"", "k", "M", "G", "T", "P", "E"})
	return fmt.Sprint(value, name)
}

// some leaves empty texts out of an object.
func some(pairs ...string) answer {
	out := answer{}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			out[pairs[i]] = pairs[i+1]
		}
	}
	return out
}

func controller(device types.BaseVirtualDevice) (string, types.BaseVirtualController) {
	c, ok := device.(types.BaseVirtualController)
	if !ok {
		return "", nil
	}
	switch device.(type) {
	case *types.VirtualIDEController:
		return "IDE", c
	case types.BaseVirtualSCSIController:
		return "SCSI", c
	case types.BaseVirtualSATAController:
		return "SATA", c
	case *types.VirtualNVMEController:
		return "NVME", c
	}
	return "", nil
}

func disks(spec *types.VirtualMachineConfigSpec) []answer {
	var out []answer
	controllers := map[int32]answer{}
	for _, change := range spec.DeviceChange {
		if name, c := controller(change.GetVirtualDeviceConfigSpec().Device); c != nil {
			v := c.GetVirtualController()
			controllers[v.Key] = answer{"controllerType": name, "controllerBusNumber": v.BusNumber}
		}
	}
	for _, change := range spec.DeviceChange {
		disk, ok := change.GetVirtualDeviceConfigSpec().Device.(*types.VirtualDisk)
		if !ok {
			continue
		}
		size := quantity(disk.CapacityInBytes)
		entry := answer{"name": disk.DeviceInfo.GetDescription().Label, "limit": size, "requested": size}
		if disk.UnitNumber != nil {
			entry["unitNumber"] = *disk.UnitNumber
		}
		for key, value := range controllers[disk.ControllerKey] {
			entry[key] = value
		}
		out = append(out, entry)
	}
	return out
}

func properties(config *types.VAppConfigSpec, status answer) {
	var user, system []answer
	if info := config.Product[0].Info; info != nil {
		status["productInfo"] = some("product", info.Name, "vendor", info.Vendor, "version", info.Version,
			"fullVersion", info.FullVersion)
	}
	for _, property := range config.Property {
		info := property.Info
		if strings.HasPrefix(info.Id, "vmware-system") {
			entry := some("value", info.DefaultValue)
			entry["key"] = info.Id
			system = append(system, entry)
		} else if info.UserConfigurable != nil && *info.UserConfigurable {
			entry := some("default", info.DefaultValue)
			entry["key"], entry["type"] = info.Id, info.Type
			user = append(user, entry)
		}
	}
	if user != nil {
		status["ovfProperties"] = user
	}
	if system != nil {
		status["vmwareSystemProperties"] = system
	}
}

func extra(spec *types.VirtualMachineConfigSpec, key string) string {
	for _, option := range spec.ExtraConfig {
		if value := option.GetOptionValue(); value.Key == key {
			return value.Value.(string)
		}
	}
	return ""
}

func update(spec *types.VirtualMachineConfigSpec) (answer, answer) {
	id := strconv.Itoa(int(ovf.GuestIDToCIMOSType(spec.GuestId)))
	status := some("firmware", spec.Firmware)
	labels := answer{}
	status["osInfo"] = some("id", id, "type", spec.GuestId)
	status["productInfo"] = answer{}
	if version, err := types.ParseHardwareVersion(spec.Version); err == nil && version > 0 {
		status["hardwareVersion"] = int(version)
	}
	if config, ok := spec.VAppConfig.(*types.VAppConfigSpec); ok && config != nil {
		properties(config, status)
	}
	if list := disks(spec); list != nil {
		status["disks"] = list
	}
	if text := extra(spec, "vmservice.vmi.labels"); text != "" {
		for _, entry := range strings.Split(text, ",") {
			switch parts := strings.Split(entry, ":"); len(parts) {
			case 1:
				labels[parts[0]] = ""
			case 2:
				labels[parts[0]] = parts[1]
			}
		}
	}
	for key, value := range map[string]string{"id": id, "type": spec.GuestId, "version": ""} {
		delete(labels, "os.image.vmoperator.vmware.com/"+key)
		if value != "" && labelValue.MatchString(value) {
			labels["os.image.vmoperator.vmware.com/"+key] = value
		}
	}
	delete(labels, "image.vmoperator.vmware.com/type")
	for key := range labels {
		if strings.HasPrefix(key, "capability.image.vmoperator.vmware.com/") {
			delete(labels, key)
		}
	}
	if extra(spec, "guestinfo.vmservice.defer-cloud-init") == "ready" {
		status["conditions"] = []answer{{"type": "VirtualMachineImageV1Alpha1Compatible", "status": "True", "reason": "True",
			"message": "", "lastTransitionTime": "1970-01-01T00:00:00Z"}}
	}
	return status, labels
}

func ask(data []byte) (out answer) {
	empty := answer{"osInfo": answer{}, "productInfo": answer{}}
	stage := "parse"
	defer func() {
		if reason := recover(); reason != nil {
			out = answer{"error": fmt.Sprint("panic: ", reason), "stage": stage, "status": empty, "labels": nil}
		}
	}()
	envelope, err := ovf.Unmarshal(bytes.NewReader(data))
	if err != nil {
		return answer{"error": err.Error(), "stage": stage, "status": empty, "labels": nil}
	}
	stage = "update"
	spec, err := envelope.ToConfigSpec()
	if err != nil {
		return answer{"error": "failed to transform ovf to configSpec: " + err.Error(), "stage": stage, "status": empty, "labels": nil}
	}
	status, labels := update(&spec)
	return answer{"error": nil, "status": status, "labels": labels}
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for in.Scan() {
		data, err := os.ReadFile(in.Text())
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		if err := encoder.Encode(ask(data)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}
