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

func readClients(ctx context.Context, db sqlite.Querier, site *analysis.Site) (*clients, error) {
	type agent struct {
		family int32
		robot  bool
	}
	agents, devices := make([]agent, 1), newDevices()
	err := batchNumbered(ctx, db, []string{"name"}, "agent", func(v []driver.Value) error {
		name := v[0].(string)
		agents = append(agents, agent{devices.family(name), site.IsRobot(name)})
		return nil
	})
	if err != nil {
		return nil, err
	}
	c := &clients{robots: make([]bool, 1), devices: make([]int32, 1), addresses: make([]int32, 1), agents: make([]int32, 1), agentCount: len(agents)}
	addresses, networks := newDictionary[string](), make([]int32, 1)
	err = batchNumbered(ctx, db, []string{"agent", "ip"}, "client", func(v []driver.Value) error {
		id, address := v[0].(int64), v[1].(string)
		if id < 1 || id >= int64(len(agents)) {
			return fmt.Errorf("client %d has an agent that is not there: %w", len(c.robots), errAltered)
		}
		c.robots = append(c.robots, agents[id].robot)
		c.agents = append(c.agents, int32(id))
		from := orNone(addresses, address)
		if int(from) == len(networks) {
			networks = append(networks, devices.network(address))
		}
		c.addresses = append(c.addresses, from)
		c.devices = append(c.devices, devices.number(networks[from], agents[id].family))
		return nil
	})
	c.names = append(make([]string, 1), addresses.added...)
	return c, err
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
