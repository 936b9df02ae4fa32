package store

import (
	"context"
	"database/sql/driver"
	"fmt"
	"strings"

	"spoor/analysis/web"
	"spoor/store/model"
	"spoor/store/sqlite"
)

func readClients(ctx context.Context, db sqlite.Querier, site *web.Site) (*model.Clients, error) {
	n := model.NewClientNumbers(site)
	err := batchNumbered(ctx, db, []string{"name"}, "agent", func(v []driver.Value) error {
		n.AddAgent(v[0].(string))
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = batchNumbered(ctx, db, []string{"agent", "ip"}, "client", func(v []driver.Value) error {
		agent := v[0].(int64)
		if agent < 1 || agent >= int64(n.AgentCount) {
			return fmt.Errorf("client %d has an agent that is not there: %w", len(n.Robots), model.ErrAltered)
		}
		n.Add(agent, v[1].(string))
		return nil
	})
	return n.Clients, err
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
