package model

import "spoor/analysis/web"

// OverviewNames are the names of everything that has been numbered.
func (n *Numbering) OverviewNames() (names OverviewNames) {
	names.Items = append(names.Items, "")
	for id := range n.Pages.Items.Count() {
		names.Items = append(names.Items, n.Item(int32(id)+1))
	}
	put := func(into *NumberedNames, count int, name func(i int) string) {
		*into = NewNumberedNames(count)
		for i := range count {
			into.Put(name(i))
		}
	}
	d := n.Dictionaries
	put(&names.Actions, d.Requests.Count(), func(i int) string { return d.Requests.Added[i].Action })
	put(&names.Families, d.Agents.Count(), func(i int) string { return web.AgentFamily(d.Agents.Added[i]) })
	put(&names.Sites, d.Referrers.Count(), func(i int) string { return ReferringSite(d.Referrers.Added[i]) })
	return names
}
