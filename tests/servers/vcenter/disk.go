// SPDX-License-Identifier: Apache-2.0

package main

// A small valid VMDK in the streamOptimized form: header, descriptor, compressed grains, grain table and directory, footer.

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand"
)

const (
	sector        = 512
	grainSectors  = 128
	tableEntries  = 512
	overhead      = 21 // sectors before the first grain: header and descriptor
	atFooter      = ^uint64(0)
	markerTable   = 1
	markerDir     = 2
	markerFooter  = 3
	streamVersion = 3
)

func readerOf(content []byte) io.Reader { return bytes.NewReader(content) }

type sparseHeader struct {
	Magic, Version, Flags                      uint32
	Capacity, Grain, Descriptor, DescriptorLen uint64
	Entries                                    uint32
	Redundant, Directory, Overhead             uint64
	Unclean                                    uint8
	Newlines                                   [4]byte
	Compress                                   uint16
	_                                          [433]byte
}

func header(capacity, directory uint64) *sparseHeader {
	return &sparseHeader{Magic: 0x564d444b, Version: streamVersion, Flags: 0x30001, Capacity: capacity, Grain: grainSectors, Descriptor: 1,
		DescriptorLen: overhead - 1, Entries: tableEntries, Directory: directory, Overhead: overhead, Newlines: [4]byte{'\n', ' ', '\r', '\n'},
		Compress: 1}
}

// image is a VMDK that is being written.
type image struct{ bytes.Buffer }

func (b *image) pad() {
	if n := b.Len() % sector; n != 0 {
		b.Write(make([]byte, sector-n))
	}
}

func (b *image) put(values ...any) {
	for _, value := range values {
		_ = binary.Write(b, binary.LittleEndian, value)
	}
}

func (b *image) marker(sectors uint64, kind uint32) {
	b.put(sectors, uint32(0), kind)
	b.pad()
}

// grain writes one compressed grain and gives the sector where it begins.
func (b *image) grain(lba uint64, content []byte) uint32 {
	at := uint32(b.Len() / sector)
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	_, _ = w.Write(content)
	_ = w.Close()
	b.put(lba, uint32(packed.Len()))
	b.Write(packed.Bytes())
	b.pad()
	return at
}

// makeDisk makes a disk of a capacity in bytes with so many grains of noise; the same seed makes the same bytes.
func makeDisk(capacity int64, grains int, seed int64) []byte {
	noise := rand.New(rand.NewSource(seed))
	sectors := uint64(max(capacity, grainSectors*sector)+sector-1) / sector
	all := int((sectors + grainSectors - 1) / grainSectors)
	b := &image{}
	b.put(header(sectors, atFooter))
	fmt.Fprintf(b, "# Disk DescriptorFile\nversion=1\nCID=%08x\nparentCID=ffffffff\ncreateType=\"streamOptimized\"\n\n# Extent description\n"+
		"RDONLY %d SPARSE \"disk.vmdk\"\n\n# The Disk Data Base\n#DDB\n\nddb.virtualHWVersion = \"21\"\nddb.geometry.cylinders = \"%d\"\n"+
		"ddb.geometry.heads = \"255\"\nddb.geometry.sectors = \"63\"\nddb.adapterType = \"lsilogic\"\n", uint32(noise.Int63()), sectors,
		max(1, sectors/(255*63)))
	b.Write(make([]byte, overhead*sector-b.Len()))
	tables := make([][tableEntries]uint32, (all+tableEntries-1)/tableEntries)
	content := make([]byte, grainSectors*sector)
	noisy := content
	if grains == 1 {
		noisy = content[:4096] // a small file is enough
	}
	for n := 0; n < min(grains, all); n++ {
		noise.Read(noisy)
		tables[n/tableEntries][n%tableEntries] = b.grain(uint64(n)*grainSectors, content)
	}
	directory := make([]uint32, len(tables))
	for n := range tables {
		if tables[n] == [tableEntries]uint32{} {
			continue
		}
		b.marker(tableEntries*4/sector, markerTable)
		directory[n] = uint32(b.Len() / sector)
		b.put(tables[n])
	}
	b.marker(uint64(len(directory)*4+sector-1)/sector, markerDir)
	at := uint64(b.Len() / sector)
	b.put(directory)
	b.pad()
	b.marker(1, markerFooter)
	b.put(header(sectors, at))
	b.Write(make([]byte, sector)) // the marker of the end
	return b.Bytes()
}

// disk makes the content of a captured disk.
func (v *vc) disk(capacity int64, n int) []byte {
	v.mu.Lock()
	grains := max(1, int(v.settings.MaxCapture/(grainSectors*sector)))
	v.mu.Unlock()
	return makeDisk(capacity, grains, v.options.seed+int64(n))
}
