.PHONY: build test lint bench fuzz ci clean

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

clean:
	rm -rf spoor dist
