// SPDX-License-Identifier: Apache-2.0

package main

// Fills libraries for measurements, without a request for each item: N libraries of M OVF items, each a descriptor and a disk.

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

type fillSpec struct {
	Libraries  int    `json:"libraries"`
	Items      int    `json:"items"`
	Name       string `json:"name"`       // of the libraries; a number follows when there are several
	Prefix     string `json:"prefix"`     // of the items
	Descriptor int    `json:"descriptor"` // bytes of a descriptor, at least; 0: as short as it is
	Kind       string `json:"kind"`       // ovf or iso
	Published  bool   `json:"published"`
	Datastore  string `json:"datastore"`
}

// fill makes them; it gives the identifiers by name.
func (v *vc) fill(body []byte) (any, error) {
	spec := fillSpec{Libraries: 1, Items: 10, Name: "fill", Prefix: "image", Kind: "ovf"}
	if err := json.Unmarshal(body, &spec); err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if spec.Datastore == "" {
		spec.Datastore = v.ready.Places["Datastore"][0].ID
	}
	out := record{}
	for n := 0; n < spec.Libraries; n++ {
		name := spec.Name
		if spec.Libraries > 1 {
			name = fmt.Sprintf("%s-%d", spec.Name, n+1)
		}
		l, err := v.makeLibrary("LOCAL", &librarySpec{Name: &name, Backings: []record{{"type": "DATASTORE", "datastore_id": spec.Datastore}},
			Publication: record{"published": spec.Published, "authentication_method": "NONE"}})
		if err != nil {
			return nil, err
		}
		ids := []string{}
		for k := 0; k < spec.Items; k++ {
			i, err := v.fillItem(l, &spec, k)
			if err != nil {
				return nil, err
			}
			ids = append(ids, i.id)
		}
		out[name] = record{"id": l.id, "items": ids}
	}
	return out, nil
}

func (v *vc) fillItem(l *lib, spec *fillSpec, k int) (*item, error) {
	name := fmt.Sprintf("%s-%05d", spec.Prefix, k)
	i := v.newItem(l, name, "Item "+number(k), spec.Kind)
	var contents = map[string][]byte{}
	order := []string{}
	if spec.Kind == "iso" {
		iso := make([]byte, 36864)
		copy(iso[32768:], "\x01CD001\x01")
		copy(iso[34816:], "\xffCD001\x01")
		order, contents[name+".iso"] = []string{name + ".iso"}, iso
	} else {
		disk := v.fillDisk(k % 7)
		order = []string{name + ".ovf", name + "-disk1.vmdk"}
		contents[order[1]] = disk
		contents[order[0]] = []byte(fillDescriptor(name, k, len(disk), spec.Descriptor))
	}
	files := []*file{}
	for _, n := range order {
		where, err := v.newFile(i, n)
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(where, contents[n], 0o644); err != nil {
			return nil, err
		}
		sum := sha256.Sum256(contents[n])
		files = append(files, &file{name: n, path: where, size: int64(len(contents[n])),
			digests: map[string]string{"SHA256": hex.EncodeToString(sum[:])}})
	}
	i.put(files, nil)
	return i, nil
}

// fillDisk makes one of a few disks, once.
func (v *vc) fillDisk(n int) []byte {
	if v.disks[n] == nil {
		v.disks[n] = makeDisk(1<<30, 1, v.options.seed+int64(n))
	}
	return v.disks[n]
}

// fillDescriptor is a descriptor with properties until it is long enough, as those of Kubernetes images are.
func fillDescriptor(name string, k, disk, length int) string {
	var b strings.Builder
	w := func(format string, args ...any) { fmt.Fprintf(&b, format, args...) }
	w(`<?xml version="1.0" encoding="UTF-8"?>
<Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1" xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData" xmlns:vmw="http://www.vmware.com/schema/ovf" xmlns:vssd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_VirtualSystemSettingData">
  <References><File ovf:href="%s-disk1.vmdk" ovf:id="file1" ovf:size="%d"/></References>
  <DiskSection><Info>Disks</Info><Disk ovf:capacity="1" ovf:capacityAllocationUnits="byte * 2^30" ovf:diskId="vmdisk1" ovf:fileRef="file1" ovf:format="http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized"/></DiskSection>
  <NetworkSection><Info>Networks</Info><Network ovf:name="VM Network"><Description>The network</Description></Network></NetworkSection>
  <VirtualSystem ovf:id="%s"><Info>A virtual machine</Info><Name>%s</Name>
    <OperatingSystemSection ovf:id="94" vmw:osType="ubuntu64Guest"><Info>The operating system</Info></OperatingSystemSection>
    <VirtualHardwareSection><Info>Hardware</Info>
      <System><vssd:ElementName>Hardware</vssd:ElementName><vssd:InstanceID>0</vssd:InstanceID><vssd:VirtualSystemType>vmx-%d</vssd:VirtualSystemType></System>
      <Item><rasd:ElementName>cpu</rasd:ElementName><rasd:InstanceID>1</rasd:InstanceID><rasd:ResourceType>3</rasd:ResourceType><rasd:VirtualQuantity>2</rasd:VirtualQuantity></Item>
      <Item><rasd:AllocationUnits>byte * 2^20</rasd:AllocationUnits><rasd:ElementName>memory</rasd:ElementName><rasd:InstanceID>2</rasd:InstanceID><rasd:ResourceType>4</rasd:ResourceType><rasd:VirtualQuantity>2048</rasd:VirtualQuantity></Item>
      <Item><rasd:Address>0</rasd:Address><rasd:ElementName>scsi</rasd:ElementName><rasd:InstanceID>3</rasd:InstanceID><rasd:ResourceSubType>lsilogic</rasd:ResourceSubType><rasd:ResourceType>6</rasd:ResourceType></Item>
      <Item><rasd:AddressOnParent>0</rasd:AddressOnParent><rasd:ElementName>disk</rasd:ElementName><rasd:HostResource>ovf:/disk/vmdisk1</rasd:HostResource><rasd:InstanceID>4</rasd:InstanceID><rasd:Parent>3</rasd:Parent><rasd:ResourceType>17</rasd:ResourceType></Item>
      <vmw:Config ovf:required="false" vmw:key="firmware" vmw:value="efi"/>
    </VirtualHardwareSection>
    <ProductSection><Info>Product</Info><Product>Image %d</Product><Vendor>Example Corp</Vendor><Version>1.%d</Version><FullVersion>1.%d.%d</FullVersion>
`, name, disk, name, name, 15+k%7, k%50, k%20, k%20, k)
	for n := 0; n == 0 || b.Len() < length-100; n++ {
		w("      <Property ovf:key=\"property%d\" ovf:type=\"string\" ovf:userConfigurable=\"true\" ovf:value=\"value %d of %s\"><Label>Label %d</Label>"+
			"<Description>What property %d of this image is for, in a sentence or two.</Description></Property>\n", n, n, name, n, n)
	}
	w("    </ProductSection>\n  </VirtualSystem>\n</Envelope>\n")
	return b.String()
}
