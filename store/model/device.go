package model

import (
	"encoding/binary"

	"spoor/analysis/web"
)

// devices numbers devices, by the numbers of their networks and of the families of their browsers; 0 stands for one
// that is not known.
type devices struct {
	networks, families, both internTable
	key                      []byte // scratch
}

func newDevices() *devices {
	return &devices{networks: newInternTable(), families: newInternTable(), both: newInternTable()}
}

func (d *devices) network(address string) int32 {
	if address == "" {
		return 0
	}
	return d.networks.number(web.Network(address))
}

func (d *devices) family(agent string) int32 {
	family := web.AgentFamily(agent)
	if family == "" {
		return 0
	}
	return d.families.number(family)
}

func (d *devices) number(network, family int32) int32 {
	if network == 0 && family == 0 {
		return 0
	}
	d.key = binary.LittleEndian.AppendUint32(d.key[:0], uint32(network))
	d.key = binary.LittleEndian.AppendUint32(d.key, uint32(family))
	return d.both.numberBytes(d.key)
}
