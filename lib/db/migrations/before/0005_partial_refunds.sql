-- A booking may be refunded in part several times, and its buyer is told of each; of every other kind it has one message.
alter table messages drop constraint messages_booking_id_kind_key;
create unique index messages_once on messages (booking_id, kind) where kind <> 'partial-refund';
