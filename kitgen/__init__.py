"""kitgen turns one person's YAML profile into one private site: an outreach kit.

A **profile** is loaded, its **coverage** measured, a **plan** of waves drawn up, **drafts**
composed: a **kit**. The kit's **pages** become a **site**, the site is **sealed**, and only a
sealed site is **published**.

Every noun is a module and every verb a public function:

    profile.load_profile     a profile's YAML file -> Profile, or every problem in it
    coverage.measure_coverage   Profile -> Coverage: rules met, gaps left
    plan.plan_waves          Coverage -> Plan: waves of asks, follow-ups, next actions
    drafts.compose_drafts    the words of each message, ready or not ready and why
    kit.compose_kit          profile, coverage, plan and drafts together
    pages.compose_pages      Kit -> Pages, by the page templates of its language
    mkdocs_plugin, site      Pages -> Site, by MkDocs and Material
    fleet.build_fleet        many plain kits
    seal.seal_kit            a kit, encrypted, in a folder that can be published
    production.Production    all kits of a project brought up to date, by many workers
    shards, merging          the same by several machines, and put together
    sharing, links           which of them and of their briefs; their links
    publish                  a sealed site at an address: a folder, a branch
    desk                     everyone on one sealed page, for the mentor
    verifying                whether a host serves what was built
    importers.import_linkedin  a LinkedIn export -> a profile's YAML text, new or brought up to date
    history.log_steps        dated steps of asks, written into the profile
    tree.write_tree          Pages -> a plain docs tree for any other generator

Beneath them: `cache` (what is made of `docs/`, kept for the next run), `document` (YAML with
places), `facts`, `words`, `language`, `translation` (what a language lacks beside English),
`templating`, `content` (all that `docs/` holds for one language), `explanations` (what codes mean),
`specificity` (whether a text tells something in particular), `life` (where an ask stands),
`settings` (what `mkdocs.yml` says of desks and of editing) and `errors`.
Imports point one way; `tests/test_house.py` holds the table.
"""

__version__ = "0.1.0"
