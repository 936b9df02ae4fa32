package model

import (
	"net/netip"
	"strings"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/internal/hugepage"
)

// Clients say what there is to know of each client, by its number; the number 0 is none.
type Clients struct {
	Robots     []bool   // the agent declares itself a robot
	Devices    []int32  // the number of its device, 0 if it is not known
	Addresses  []int32  // the number of its address, 0 if it is not known
	Names      []string // of addresses
	Agents     []int32  // the number of its agent
	AgentCount int
}

// ClientNumbers adds clients one by one.
type ClientNumbers struct {
	*Clients
	site      *web.Site
	kinds     []agentKind // by number of the agent
	device    *devices
	addressOf *Dictionary[string]
	networks  []int32 // by number of the address
}

// agentKind is what an agent says of itself.
type agentKind struct {
	family int32
	robot  bool
}

// NewClientNumbers has no client yet.
func NewClientNumbers(site *web.Site) *ClientNumbers {
	return &ClientNumbers{
		Clients: &Clients{
			Robots: make([]bool, 1), Devices: make([]int32, 1), Addresses: make([]int32, 1), Agents: make([]int32, 1),
			Names: make([]string, 1), AgentCount: 1,
		},
		site: site, kinds: make([]agentKind, 1), device: newDevices(),
		addressOf: NewDictionary[string](), networks: make([]int32, 1),
	}
}

// AddAgent adds the next agent.
func (n *ClientNumbers) AddAgent(name string) {
	n.kinds = hugepage.Append(n.kinds, agentKind{n.device.family(name), n.site.IsRobot(name)})
	n.AgentCount = len(n.kinds)
}

// Add adds the next client: an agent that has been added, at an address.
func (n *ClientNumbers) Add(agent int64, address string) {
	n.add(agent, numberOrNone(n.addressOf, address))
}

// add adds the next client, at an address that has been numbered.
func (n *ClientNumbers) add(agent int64, from int32) {
	kind := n.kinds[agent]
	n.Robots = hugepage.Append(n.Robots, kind.robot)
	n.Agents = hugepage.Append(n.Agents, int32(agent))
	for next := len(n.networks); next <= int(from); next++ {
		address := n.addressOf.Added[next-1]
		n.networks = hugepage.Append(n.networks, n.device.network(address))
		n.Names = append(n.Names, address)
	}
	n.Addresses = hugepage.Append(n.Addresses, from)
	n.Devices = hugepage.Append(n.Devices, n.device.number(n.networks[from], kind.family))
}

// ClientQueue adds clients some at a time, which is faster where there are many.
type ClientQueue struct {
	*ClientNumbers
	addresses textsTogether
	agents    [numberedTogether]int64
}

// Add has the next client wait: an agent that has been added, at an address.
func (q *ClientQueue) Add(agent int64, address string) {
	if address == "" {
		q.End()
		q.ClientNumbers.Add(agent, address)
		return
	}
	q.agents[q.addresses.count] = agent
	if q.addresses.add([]byte(address)) {
		q.End()
	}
}

// End adds those who wait.
func (q *ClientQueue) End() {
	known := q.addressOf
	add := func(address []byte) int32 { return known.add(address, itself) }
	for i, from := range q.addresses.number(&known.internTable, add) {
		q.add(q.agents[i], from)
	}
}

// numberOrNone numbers a text, which is 0 where there is none.
func numberOrNone(d *Dictionary[string], text string) int32 {
	if text == "" {
		return 0
	}
	return NumberIn(d, text)
}

// IsAddressOf reports whether the key of a user is, but for an agent behind it, nothing but an address that the user
// came from, or the network of one.
func IsAddressOf(key, address string) bool {
	key, _, _ = strings.Cut(key, " ")
	if address != "" && key == address {
		return true
	}
	if _, err := netip.ParsePrefix(key); err == nil {
		return true
	}
	ip, err := netip.ParseAddr(address)
	return err == nil && key == ip.Unmap().WithZone("").String() // as ip/64 writes it
}

// Networks number the network of each client, 0 where its address is not known.
func (c *Clients) Networks() []int32 {
	found, ofAddress, ofClient := NewDictionary[string](), make([]int32, len(c.Names)), make([]int32, len(c.Addresses))
	for address := 1; address < len(c.Names); address++ {
		ofAddress[address] = numberOrNone(found, analysis.NewClientPart(c.Names[address], "").Network)
	}
	for client, address := range c.Addresses {
		ofClient[client] = ofAddress[address]
	}
	return ofClient
}
