package store

import (
	"context"
	"database/sql/driver"
	"fmt"
	"net/netip"
	"strings"

	"spoor/analysis"
	"spoor/store/sqlite"
)

// clients say what there is to know of each client, by its number; the number 0 is none.
type clients struct {
	robots     []bool   // the agent declares itself a robot
	devices    []int32  // the number of its device, 0 if it is not known
	addresses  []int32  // the number of its address, 0 if it is not known
	names      []string // of addresses
	agents     []int32  // the number of its agent
	agentCount int
}

// clientNumbers adds clients one by one.
type clientNumbers struct {
	*clients
	site      *analysis.Site
	kinds     []agentKind // by number of the agent
	device    *devices
	addressOf *dictionary[string]
	networks  []int32 // by number of the address
}

// agentKind is what an agent says of itself.
type agentKind struct {
	family int32
	robot  bool
}

func newClientNumbers(site *analysis.Site) *clientNumbers {
	return &clientNumbers{
		clients: &clients{
			robots: make([]bool, 1), devices: make([]int32, 1), addresses: make([]int32, 1), agents: make([]int32, 1),
			names: make([]string, 1), agentCount: 1,
		},
		site: site, kinds: make([]agentKind, 1), device: newDevices(), addressOf: newDictionary[string](), networks: make([]int32, 1),
	}
}

// addAgent adds the next agent.
func (n *clientNumbers) addAgent(name string) {
	n.kinds = append(n.kinds, agentKind{n.device.family(name), n.site.IsRobot(name)})
	n.agentCount = len(n.kinds)
}

// add adds the next client: an agent that has been added, at an address.
func (n *clientNumbers) add(agent int64, address string) {
	kind := n.kinds[agent]
	n.robots = append(n.robots, kind.robot)
	n.agents = append(n.agents, int32(agent))
	from := orNone(n.addressOf, address)
	if int(from) == len(n.networks) {
		n.networks = append(n.networks, n.device.network(address))
		n.names = append(n.names, n.addressOf.added[from-1])
	}
	n.addresses = append(n.addresses, from)
	n.devices = append(n.devices, n.device.number(n.networks[from], kind.family))
}

func readClients(ctx context.Context, db sqlite.Querier, site *analysis.Site) (*clients, error) {
	n := newClientNumbers(site)
	err := batchNumbered(ctx, db, []string{"name"}, "agent", func(v []driver.Value) error {
		n.addAgent(v[0].(string))
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = batchNumbered(ctx, db, []string{"agent", "ip"}, "client", func(v []driver.Value) error {
		agent := v[0].(int64)
		if agent < 1 || agent >= int64(n.agentCount) {
			return fmt.Errorf("client %d has an agent that is not there: %w", len(n.robots), errAltered)
		}
		n.add(agent, v[1].(string))
		return nil
	})
	return n.clients, err
}

// agentNames are the names of all agents by number; the number 0 is none.
func agentNames(ctx context.Context, db sqlite.Querier) ([]string, error) {
	names := make([]string, 1)
	err := batchNumbered(ctx, db, []string{"name"}, "agent", func(v []driver.Value) error {
		names = append(names, strings.Clone(v[0].(string)))
		return nil
	})
	return names, err
}

// orNone numbers a text, which is 0 where there is none.
func orNone(d *dictionary[string], text string) int32 {
	if text == "" {
		return 0
	}
	return number(d, text)
}

// isAddress reports whether nothing but an address, one that the user came from or its network, makes the key of a user.
func isAddress(key, address string) bool {
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
