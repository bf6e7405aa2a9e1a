# The README's two commands. Each does all of its own set-up: git, make and any Node with npm are enough.
.PHONY: demo test check clean

# Computes the daily sales report (use case 1) from real data and prints the path of the PDF.
demo: node_modules/.installed
	@npm run --silent demo

# Everything that must hold: format, lint, types, tests, examples, package exports.
test: node_modules/.installed
	@npm run --silent check

check: test

# `npm ci` refuses lock files that name other platforms' packages which a registry does not have; see docs/decisions/0001.
node_modules/.installed: package.json package-lock.json $(wildcard packages/*/package.json tools/*/package.json)
	npm install --no-audit --no-fund --loglevel=error
	@touch $@

clean:
	rm -rf node_modules packages/*/dist tools/*/dist .aiecs
