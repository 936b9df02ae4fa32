package store

import (
	"context"
	"fmt"
	"strings"

	"spoor/analysis/web"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// clients tells what there is to know of each client.
func (r *sharedReader) clients(ctx context.Context, site *web.Site) (*model.Clients, error) {
	n := model.NewClientNumbers(site)
	err := r.each(ctx, "agent", []string{"name"}, 0, func(v numberedRow) error {
		n.AddAgent(v[0].Text())
		return nil
	})
	if err != nil {
		return nil, err
	}
	queue, last := model.ClientQueue{ClientNumbers: n}, 0
	err = r.each(ctx, "client", []string{"agent", "ip"}, 0, func(v numberedRow) error {
		last++
		agent := v[0].Int()
		if agent < 1 || agent >= int64(n.AgentCount) {
			return fmt.Errorf("client %d has an agent that is not there: %w", last, model.ErrAltered)
		}
		queue.Add(agent, v[1].Text())
		return nil
	})
	queue.End()
	return n.Clients, err
}

// agentNames are the names of all agents by number; the number 0 is none.
func agentNames(ctx context.Context, db sqlite.Querier) ([]string, error) {
	names := make([]string, 1)
	err := eachNumbered(ctx, db, "agent", []string{"name"}, func(v numberedRow) error {
		names = append(names, strings.Clone(v[0].Text()))
		return nil
	})
	return names, err
}
