-- Rows that are written with their booking, or while it is locked, are not checked against it one by one. Bookings are never
-- deleted.
alter table booking_seats drop constraint booking_seats_booking_id_fkey;
alter table seat_claims drop constraint seat_claims_booking_id_fkey;
alter table tickets drop constraint tickets_booking_id_fkey;
