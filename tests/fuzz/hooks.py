"""Signs the requests of schemathesis in, and makes half of them about things that exist.

Calls that change the caller's own account may end its session, and the rest of the run would then be refused and test
nothing. So they are sent as a spare account, which is replaced once it is spent. Everything else is sent as the run's
own account; if that is ever refused as signed out, the run fails.
"""

import json
import os
import random
import urllib.request

import schemathesis

# From tasks/fuzz.ts: the address of its helper, the run's account (null for guests), and ids by kind.
HELPER = os.environ["FUZZ_HELPER"]
OWN = json.loads(os.environ["FUZZ_ACCOUNT"])
IDS = json.loads(os.environ["FUZZ_IDS"])
CHOOSE = random.Random(int(os.environ["FUZZ_SEED"]))

spare = None


def spare_account():
    global spare
    if spare is None:
        with urllib.request.urlopen(HELPER, timeout=60) as response:
            spare = json.load(response)
    return spare


def operation_id(case):
    return case.operation.definition.raw.get("operationId")


def may_end_session(case):
    path = case.operation.path
    changes_account = case.method != "GET" and path.startswith("/api/me")
    return OWN is not None and (changes_account or path == "/api/auth/logout")


@schemathesis.hook
def before_load_schema(context, raw_schema):
    drop_tuples(raw_schema)


def drop_tuples(node):
    """Schemathesis 4.32.5 rejects its own form of tuples in responses. Ours have `items`, which allow any of the parts."""
    if isinstance(node, dict):
        if isinstance(node.get("prefixItems"), list):
            del node["prefixItems"]
        for value in node.values():
            drop_tuples(value)
    elif isinstance(node, list):
        for value in node:
            drop_tuples(value)


@schemathesis.hook
def before_call(context, case, kwargs):
    account = spare_account() if may_end_session(case) else OWN
    if account is not None:
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {account['accessToken']}"}
    if case.path_parameters and "id" in case.path_parameters:
        case.path_parameters = {**case.path_parameters, "id": id_for(case)}
    if may_end_session(case) and isinstance(case.body, dict):
        # Otherwise hardly any would get past the check of the password.
        known = {name: account["password"] for name in ("current", "password") if name in case.body}
        if operation_id(case) == "changePassword":
            known.pop("password", None)
        if known and CHOOSE.random() < 0.5:
            case.body = {**case.body, **known}


def id_for(case):
    kind = case.operation.path.split("/{id}")[0].rsplit("/", 1)[-1]
    given = case.path_parameters["id"]
    if kind == "users" and OWN is not None:
        # An admin may lock anyone else, but not the accounts of this run.
        known = [spare_account()["id"]]
        return CHOOSE.choice(known) if given in IDS["own"] or CHOOSE.random() < 0.5 else given
    known = IDS.get(kind, [])
    return CHOOSE.choice(known) if known and CHOOSE.random() < 0.5 else given


@schemathesis.hook
def after_call(context, case, response):
    global spare
    if may_end_session(case):
        if response.status_code < 300 or refused_as_signed_out(response):
            spare = None
    elif operation_id(case) == "changeAccount" and response.status_code < 300:
        spare = None
    elif OWN is not None and refused_as_signed_out(response):
        raise AssertionError(f"the run's own session has ended by {case.method} {case.operation.path}")


def refused_as_signed_out(response):
    if response.status_code != 401:
        return False
    return json.loads(response.content).get("code") in ("invalid-token", "unauthenticated")
