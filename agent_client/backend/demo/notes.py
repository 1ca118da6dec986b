"""What the demo's agents have written into the histories: sales and support of a shop for kitchens, bikes and gardens."""

from __future__ import annotations

from random import Random

PARTS = {
    "Kettle K2": ("lid", "filter"),
    "Espresso E5": ("pump", "water tank"),
    "Espresso E5 Pro": ("grinder", "display"),
    "Oven O300": ("door seal", "fan"),
    "Hob H4 induction": ("left front zone", "touch panel"),
    "Dishwasher D60": ("pump", "lower basket"),
    "Fridge F210": ("door seal", "light"),
    "Freezer Z120": ("hinge", "alarm"),
    "E-bike City 7": ("battery", "front light"),
    "E-bike Tour 9": ("charger", "display"),
    "Bike rack R2": ("lock", "strap"),
    "Child seat S1": ("buckle", "foot rest"),
    "Mower M40": ("blade", "starter cord"),
    "Robot mower RM2": ("charging station", "boundary sensor"),
    "Hedge trimmer T55": ("blade", "battery"),
    "Garden set Oslo": ("table top", "bolts"),
    "Parasol P3": ("crank", "base"),
    "Grill G500": ("igniter", "grate"),
    "Air purifier A8": ("filter", "fan"),
}
"""What is sold, and what breaks on it."""
PRODUCTS = tuple(PARTS)
TEMPLATES = (
    ("Order", "Order of {date}: {cursor}\nDelivery: \nPaid by: ", "Sales"),
    ("Offer", "{customer}, {company}: offer for {cursor}, valid until . {agent} calls again.", "Sales"),
    ("Fault", "{Product} of {customer} shows: {cursor}\nSince: \nTried so far: \nCase {Case}", "Support"),
    ("Technician", "Technician for {Product} on , between and . Reachable on {number}. {cursor}", "Support"),
    ("Complaint", "Complaint: {cursor}\nWhat was agreed: \nWho sees to it: {agent}", None),
    ("Not reached", "Called {number} at {time}, nobody answered. {cursor}", None),
)
"""Name, text, and the queue they are for."""
CARRIERS = ("DHL", "PostNL", "DPD", "GLS", "UPS")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
TALKS = (
    "Asked when order {order} arrives. {carrier} has it, expected {day}. Sent the tracking link by e-mail.",
    "Order {order}: {product} came with a dent in the side. Photos received, replacement {day}, {carrier} takes the old one.",
    "Wants to know whether the {product} fits where the old one stood. Gave the measurements; will think it over.",
    "Quote for {count} × {product} sent, valid until the end of the month. Decision after the holidays.",
    "{product} does not start any more. Reset by phone: works again. If it comes back, send a technician.",
    "The {part} of the {product} is broken, still under warranty. Part ordered, technician {day} between 8 and 12.",
    "Technician did not come {day}. Apologised, new appointment first thing {day2}. Please keep an eye on this one.",
    "Invoice {order} was paid twice. Passed on to accounts, refund within five working days.",
    "Change of address from next month on, see customer. Deliveries before that to the old one.",
    "Returns the {product}: too loud. Return label sent, refund {price} after it is back.",
    "Ordered one {product} by phone, {price}, delivery {day} in the morning. Old appliance to be taken away.",
    "Called about the recall of the {product}. Serial number checked: not affected. Relieved.",
    "Complaint about the waiting time, {minutes} minutes last week. Listened, gave the direct number of the team.",
    "Asked for Bram, who knows the history. Bram calls back {day}.",
    "Wanted to cancel order {order}; it had left already. Will refuse it at the door, then we refund.",
    "Question about the {part} of the {product}: sent page 14 of the manual.",
    "Very pleased with the {product}, orders a second one for the daughter. 5 % loyalty discount given.",
    "The instalment plan: {count} instalments of {price}. Explained, contract sent for signature.",
    "No answer, left a message that the {product} can be collected at the shop.",
    "Line broke off while looking up order {order}. Called back, voicemail.",
    "Delivery note says {count}, only {less} arrived. {carrier} looks into it; the rest goes out {day} in any case.",
    "Upgrade of the {product}: the app does not find it. Router has 5 GHz only; told how to switch on 2.4. Works.",
    "Wants invoices by e-mail, not on paper. Changed.",
    "Business customer: needs a framework contract for {count} {product} a year. Sales visits {day}.",
)
ENDS = (
    "", "", "", "", " Was friendly.", " Was in a hurry, please be brief next time.", " Prefers calls after 17:00.",
    " Speaks English as well.", " Call back if nothing is heard by {day2}.", " Done.", " Open until confirmed.",
)  # fmt: skip
CUSTOMER_NOTES = (
    "Prefers e-mail.",
    "Rings the bell at the back: deliveries there.",
    "Hard of hearing, speak slowly.",
    "Key account, 30 days to pay.",
    "Calls on behalf of her mother.",
    "Always asks for a confirmation in writing.",
    "No calls before 10:00.",
    "Pays cash on collection.",
    "VAT number checked.",
    "Speaks English only.",
)


def record(random: Random) -> str:
    text = random.choice(TALKS) + random.choice(ENDS)
    if random.random() < 0.12:
        text += "\n\n" + random.choice(TALKS)
    count = random.randint(2, 12)
    days = random.sample(DAYS, 2)
    product = random.choice(PRODUCTS)
    return text.format(
        order=order(random),
        product=product,
        carrier=random.choice(CARRIERS),
        part=random.choice(PARTS[product]),
        price=f"€ {random.randint(19, 2400)}.{random.choice(('00', '50', '95'))}",
        count=count,
        less=random.randint(1, count - 1),
        minutes=random.randint(6, 25),
        day=days[0],
        day2=days[1],
    )


def order(random: Random) -> str:
    return f"{random.randint(24, 26)}-{random.randint(10_000, 99_999)}"


def case(random: Random) -> str:
    return f"C-{random.randint(1_000, 9_999)}"
