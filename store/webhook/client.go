package webhook

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// addressOf is where a request comes from. What a proxy says of that is believed only if the proxy is trusted; of
// several that have passed the request on the last one counts that is not.
func (r *Receiver) addressOf(request *http.Request) string {
	host, _, err := net.SplitHostPort(request.RemoteAddr)
	if err != nil {
		return request.RemoteAddr
	}
	if !r.trusts(host) {
		return host
	}
	hops := strings.Split(strings.Join(request.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		address, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			return host // nobody knows who wrote what stands before it
		}
		if host = address.Unmap().WithZone("").String(); !r.trusts(host) {
			return host
		}
	}
	return host
}

// trusts reports whether an address is that of a trusted proxy.
func (r *Receiver) trusts(host string) bool {
	address, err := netip.ParseAddr(host)
	return err == nil && slices.ContainsFunc(r.options.TrustedProxies, func(proxy netip.Prefix) bool {
		return proxy.Contains(address.Unmap().WithZone(""))
	})
}

// isOurs reports whether a request calls the server by a name of its own. A page that has its name resolved to the
// server's address, to have the browser of somebody else talk to it, calls it by the name of the page.
func (r *Receiver) isOurs(request *http.Request) bool {
	host := request.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
	address, err := netip.ParseAddr(host)
	if err == nil && (address.IsLoopback() || address.Unmap() == localAddress(request)) || host == "localhost" {
		return true
	}
	if slices.ContainsFunc(r.options.Hosts, func(own string) bool { return strings.EqualFold(own, host) }) {
		return true
	}
	for i := range r.options.Certificates {
		if leaf := r.options.Certificates[i].Leaf; leaf != nil && leaf.VerifyHostname(host) == nil {
			return true
		}
	}
	return false
}

// localAddress is the address of this machine to which a request came; not a valid one, if that is not known.
func localAddress(request *http.Request) netip.Addr {
	local, ok := request.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if !ok {
		return netip.Addr{}
	}
	address, err := netip.ParseAddrPort(local.String())
	if err != nil {
		return netip.Addr{}
	}
	return address.Addr().Unmap().WithZone("")
}
