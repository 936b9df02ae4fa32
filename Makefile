.PHONY: build test lint bench fuzz ci robots clean

build: ## the one static binary
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o spoor .

test:
	go test ./...

lint: ## form, likely mistakes, and who may import whom
	.ci/lint

bench: ## the parts, each by itself, then the whole beside its peers
	go test -run '^$$' -bench . -benchmem ./...
	.ci/bench

fuzz: ## every fuzz target, some seconds each
	.ci/fuzz

ci: ## all that has to hold before a change goes in
	.ci/run

robots: ## the list of declared robots as its source has it now
	cd $$(mktemp -d) && npm pack --silent crawler-user-agents && tar xzf crawler-user-agents-*.tgz && cd "$(CURDIR)" && \
	go run analysis/robot_list_renew.go $$OLDPWD/package/package.json $$OLDPWD/package/crawler-user-agents.json > robot_list.new && \
	mv robot_list.new analysis/robot_list.txt

clean:
	rm -rf spoor dist
