package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"spoor/analysis"
	"spoor/internal/clean"
	"spoor/store/model"
)

// mostNamed is how many users are named who have a part in one hit.
const mostNamed = 20

// groupRecord are the users who together make a hit.
type groupRecord struct {
	Address string   `json:"address"`
	From    string   `json:"from"`
	To      string   `json:"to"`
	Count   int      `json:"count"` // with the user who was asked for
	Users   []string `json:"users"` // the first of them
}

// groups are those with whom a user makes hits, by rule.
func (j *judgement) groups(ctx context.Context, c openCase, track *model.Track,
	hits []analysis.Hit) (map[analysis.RuleID]*model.Group, error) {
	found, err := c.Group(ctx, track, j.Matrix, rulesOf(hits))
	if err != nil {
		return nil, err
	}
	groups := map[analysis.RuleID]*model.Group{}
	for i, hit := range hits {
		groups[hit.Rule] = found[i]
	}
	return groups, nil
}

func rulesOf(hits []analysis.Hit) []analysis.RuleID {
	rules := make([]analysis.RuleID, len(hits))
	for i, hit := range hits {
		rules[i] = hit.Rule
	}
	return rules
}

func newGroupRecord(c *model.Group, zone *time.Location) *groupRecord {
	if c == nil {
		return nil
	}
	named := c.Users[:min(len(c.Users), mostNamed)]
	return &groupRecord{c.Address, instant(c.From, zone), instant(c.To, zone), len(c.Users), named}
}

// groupWords name those who are in it together: "at 10.0.0.1 from 2026-03-01 00:00:00 Z to 2026-03-01 23:59:59 Z: kim,
// lee and 4 more".
func groupWords(c *model.Group, zone *time.Location) string {
	const named = 5
	users := strings.Join(c.Users[:min(len(c.Users), named)], ", ")
	if more := len(c.Users) - named; more > 0 {
		users += fmt.Sprintf(" and %d more", more)
	}
	return clean.Text(fmt.Sprintf("at %s from %s to %s: %s", c.Address, inZone(c.From, zone), inZone(c.To, zone), users))
}
