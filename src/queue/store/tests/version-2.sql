-- A queue as version 2 of the schema wrote it: its own dump of cases in every state; the card was added by hand.
BEGIN TRANSACTION;
CREATE TABLE _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
);
INSERT INTO "_sqlx_migrations" VALUES(1,'queue','2026-11-28 07:29:31',1,X'1CD162C27392D8D279E9C8191767477AC59A6042600FB57C43B48124EC67136ECA77A30F48BD271473143F5D82621F7F',1247389);
INSERT INTO "_sqlx_migrations" VALUES(2,'posts','2026-11-28 07:29:31',1,X'341499E9BD09F0A7E90A06F1CA3366DD05AE85D96F2286118FCB90E5141371ECB48349B5E06050EE2CB742DDDCD66B7A',282174);
CREATE TABLE escalations (
    id INTEGER PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    -- What the channel tells a question by: a retry finds it here.
    request_key TEXT NOT NULL,
    state TEXT NOT NULL,
    priority TEXT NOT NULL,
    -- Null once the case is reduced to statistics, as are details, asker_id, address, answer.
    question TEXT,
    details TEXT,
    language TEXT NOT NULL,
    script TEXT NOT NULL,
    country TEXT,
    direction TEXT,
    channel TEXT NOT NULL,
    asker_id TEXT,
    address TEXT,
    -- JSON: the entries that came nearest.
    nearest TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    claimed_by TEXT,
    claimed_at TEXT,
    referred_to TEXT,
    answer TEXT,
    answered_by TEXT,
    answered_at TEXT,
    first_answered_at TEXT,
    follows INTEGER REFERENCES escalations (id),
    reduced_at TEXT,
    UNIQUE (channel, request_key)
);
INSERT INTO "escalations" VALUES(1,'G-6K96','1795851031688292890-91258f600f9d3af3','delivered','normal','mon fournisseur turc refuse de me donner sa déclaration de 2023, que puis-je lui opposer ?',NULL,'fr','latn','TR','import','terminal','c7wqw59gknbkfvwsusjv87rcji','','[{"entry":"origin/supplier-declaration","probability":0.08479653381395748},{"entry":"parcels/papers-requested","probability":0.0},{"entry":"trouble/post-clearance","probability":0.0},{"entry":"vat/wine-to-consumers","probability":0.0010213758234167167},{"entry":"parcels/gifts","probability":0.0010168041657974683}]','2026-11-28T07:30:31.832Z','2026-11-28T07:34:10.124Z','Bureau','2026-11-28T07:34:09.385Z',NULL,'Demandez un duplicata au bureau qui a visé l''original.','Bureau','2026-11-28T07:34:09.412Z','2026-11-28T07:34:09.412Z',NULL,NULL);
INSERT INTO "escalations" VALUES(2,'G-44H3','1795851041842460823-33cc95ca988f4569','closed','normal','Moj dobavljač odbija da mi da izjavu za 2022, šta da radim?',NULL,'sr','latn',NULL,'import','terminal','c7wqw59gknbkfvwsusjv87rcji','','[{"entry":"controls/deforestation","probability":0.05356604039281778},{"entry":"trouble/post-clearance","probability":0.00025172927757729537},{"entry":"trouble/defective-goods","probability":0.00021409261900390102},{"entry":"controls/product-safety-ce","probability":0.01915705217128991},{"entry":"parcels/papers-requested","probability":0.017719894606318835}]','2026-11-28T07:30:41.879Z','2026-11-28T07:34:10.349Z','Bureau','2026-11-28T07:34:09.450Z',NULL,'Obratite se carinarnici koja je overila original.','Bureau','2026-11-28T07:34:09.483Z','2026-11-28T07:34:09.483Z',NULL,NULL);
INSERT INTO "escalations" VALUES(3,'G-XTHR','1795851042750876018-029105067c477a87','awaiting_asker','normal','Mon transitaire en Albanie me réclame une somme que je ne comprends pas, à qui m''adresser ?',NULL,'fr','latn','AL','import','terminal','c7wqw59gknbkfvwsusjv87rcji','','[{"entry":"export/customs-broker","probability":0.16820848221061818},{"entry":"post/human","probability":0.01035051022831485},{"entry":"export/proof-of-exit","probability":0.008400186336977212},{"entry":"trouble/missing-document","probability":0.03901930647295869},{"entry":"import/documents","probability":0.034938808015414366}]','2026-11-28T07:30:42.795Z','2026-11-28T07:34:10.374Z','Bureau','2026-11-28T07:34:10.374Z',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "escalations" VALUES(4,'G-85MT','1795851099827246040-0928465717e1132c','referred','normal','Ma banque turque retient le paiement d''une machine exportée en 2021, quel recours ai-je contre elle ?',NULL,'fr','latn','TR','export','terminal','c7wqw59gknbkfvwsusjv87rcji','','[{"entry":"trouble/appeal","probability":0.2195633042850902},{"entry":"smalltalk/who-are-you","probability":0.05581273443298091},{"entry":"special/customs-warehouse","probability":0.02454747637144268},{"entry":"export/declaration","probability":0.03036517649846736},{"entry":"travellers/tools-and-samples","probability":0.029328249278636875}]','2026-11-28T07:31:39.866Z','2026-11-28T07:34:23.954Z',NULL,NULL,'Chambre de commerce',NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "escalations" VALUES(5,'G-8FM4','1795851101078021069-81e36a166d9da7e2','rejected','normal','Mon fournisseur macédonien ne répond plus depuis mars, que puis-je lui opposer ?',NULL,'fr','latn','MK','import','terminal','c7wqw59gknbkfvwsusjv87rcji','','[{"entry":"vat/wine-to-consumers","probability":0.04040979686506159},{"entry":"origin/supplier-declaration","probability":0.0},{"entry":"travellers/alcohol-tobacco","probability":0.0},{"entry":"moving/wedding-and-second-home","probability":0.017436610038753277},{"entry":"trouble/defective-goods","probability":0.015719222665107932}]','2026-11-28T07:31:41.120Z','2026-11-28T07:34:10.422Z',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "escalations" VALUES(6,'G-K223','1795851102467716171-f29d3c7d7cfa51b7','answered','normal','Un concurrent grec copie mes emballages de savon depuis 2020, puis-je demander une indemnité ?',NULL,'fr','latn','GR',NULL,'terminal','c7wqw59gknbkfvwsusjv87rcji','','[{"entry":"elsewhere/consumer-dispute","probability":0.07632734799120552},{"entry":"controls/weapons","probability":0.012539176854220313},{"entry":"union/excise","probability":0.010491548394933761},{"entry":"union/cyprus-and-special-areas","probability":0.032783107443749175},{"entry":"elsewhere/market-entry","probability":0.027904325028625294}]','2026-11-28T07:31:42.524Z','2026-11-28T07:34:23.979Z','Bureau','2026-11-28T07:34:10.450Z',NULL,'Demandez conseil à un avocat, puis déposez une demande d''intervention.','Bureau','2026-11-28T07:34:23.979Z','2026-11-28T07:34:23.979Z',NULL,NULL);
INSERT INTO "escalations" VALUES(7,'G-MF6T','1795851103881613263-efa4e52d9db004c8','delivered','normal','Mon fournisseur turc refuse de me donner sa déclaration de 2023, que puis-je lui opposer ?',NULL,'fr','latn','TR','import','terminal','c7wqw59gknbkfvwsusjv87rcji','','[{"entry":"origin/supplier-declaration","probability":0.08479653381395748},{"entry":"parcels/papers-requested","probability":0.0},{"entry":"trouble/post-clearance","probability":0.0},{"entry":"vat/wine-to-consumers","probability":0.0010213758234167167},{"entry":"parcels/gifts","probability":0.0010168041657974683}]','2026-11-28T07:31:43.938Z','2026-11-28T07:34:10.128Z','Bureau','2026-11-28T07:34:09.385Z',NULL,'Demandez un duplicata au bureau qui a visé l''original.','Bureau','2026-11-28T07:34:09.412Z','2026-11-28T07:34:09.412Z',1,NULL);
INSERT INTO "escalations" VALUES(8,'G-TKFH','1795851251054626860-8b97ee4afdc11ad2','open','normal','Mon client kosovar a perdu le dossier de l''an dernier, que faire ?',NULL,'fr','latn','XK',NULL,'terminal','c7wqw59gknbkfvwsusjv87rcji','','[{"entry":"post/administrations-cooperation","probability":0.2049949021631008},{"entry":"trouble/missing-document","probability":0.06816229260427256},{"entry":"elsewhere/certified-translation","probability":0.04387420299785324},{"entry":"origin/agreements-overview","probability":0.060620105524053364},{"entry":"parcels/selling-online-abroad","probability":0.05131346115103349}]','2026-11-28T07:34:11.098Z','2026-11-28T07:34:11.098Z',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    escalation_id INTEGER NOT NULL REFERENCES escalations (id),
    at TEXT NOT NULL,
    what TEXT NOT NULL,
    by_whom TEXT NOT NULL,
    text TEXT
);
INSERT INTO "events" VALUES(1,1,'2026-11-28T07:30:31.832Z','opened','asker',NULL);
INSERT INTO "events" VALUES(2,2,'2026-11-28T07:30:41.879Z','opened','asker',NULL);
INSERT INTO "events" VALUES(3,3,'2026-11-28T07:30:42.795Z','opened','asker',NULL);
INSERT INTO "events" VALUES(4,4,'2026-11-28T07:31:39.866Z','opened','asker',NULL);
INSERT INTO "events" VALUES(5,5,'2026-11-28T07:31:41.120Z','opened','asker',NULL);
INSERT INTO "events" VALUES(6,6,'2026-11-28T07:31:42.524Z','opened','asker',NULL);
INSERT INTO "events" VALUES(7,7,'2026-11-28T07:31:43.938Z','opened','asker',NULL);
INSERT INTO "events" VALUES(8,7,'2026-11-28T07:31:43.938Z','attached','guichet','G-6K96');
INSERT INTO "events" VALUES(9,1,'2026-11-28T07:34:09.385Z','claimed','Bureau',NULL);
INSERT INTO "events" VALUES(10,7,'2026-11-28T07:34:09.385Z','claimed','Bureau',NULL);
INSERT INTO "events" VALUES(11,1,'2026-11-28T07:34:09.412Z','answered','Bureau','Demandez un duplicata au bureau qui a visé l''original.');
INSERT INTO "events" VALUES(12,7,'2026-11-28T07:34:09.412Z','answered','Bureau','Demandez un duplicata au bureau qui a visé l''original.');
INSERT INTO "events" VALUES(13,2,'2026-11-28T07:34:09.450Z','claimed','Bureau',NULL);
INSERT INTO "events" VALUES(14,2,'2026-11-28T07:34:09.483Z','answered','Bureau','Obratite se carinarnici koja je overila original.');
INSERT INTO "events" VALUES(15,1,'2026-11-28T07:34:10.124Z','delivered','guichet','terminal');
INSERT INTO "events" VALUES(16,7,'2026-11-28T07:34:10.128Z','delivered','guichet','terminal');
INSERT INTO "events" VALUES(17,2,'2026-11-28T07:34:10.129Z','delivered','guichet','terminal');
INSERT INTO "events" VALUES(18,2,'2026-11-28T07:34:10.349Z','closed','Bureau',NULL);
INSERT INTO "events" VALUES(19,3,'2026-11-28T07:34:10.374Z','asked','Bureau','Quelle somme, et pour quel document ?');
INSERT INTO "events" VALUES(20,5,'2026-11-28T07:34:10.422Z','rejected','Bureau','Ce litige relève du tribunal, non de la douane.');
INSERT INTO "events" VALUES(21,6,'2026-11-28T07:34:10.450Z','claimed','Bureau',NULL);
INSERT INTO "events" VALUES(22,3,'2026-11-28T07:34:11.092Z','delivered','guichet','terminal');
INSERT INTO "events" VALUES(23,5,'2026-11-28T07:34:11.095Z','delivered','guichet','terminal');
INSERT INTO "events" VALUES(24,8,'2026-11-28T07:34:11.098Z','opened','asker',NULL);
INSERT INTO "events" VALUES(25,4,'2026-11-28T07:34:23.954Z','referred','Bureau','Chambre de commerce: Elle suit les litiges de paiement.');
INSERT INTO "events" VALUES(26,6,'2026-11-28T07:34:23.979Z','answered','Bureau','Demandez conseil à un avocat, puis déposez une demande d''intervention.');
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    message_key TEXT NOT NULL UNIQUE,
    escalation_id INTEGER NOT NULL REFERENCES escalations (id),
    channel TEXT NOT NULL,
    -- Null once the case is reduced to statistics, as are address, text, office, last_error.
    asker_id TEXT,
    address TEXT,
    kind TEXT NOT NULL,
    text TEXT,
    office TEXT,
    by_whom TEXT NOT NULL,
    created_at TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at TEXT NOT NULL,
    leased_until TEXT,
    last_error TEXT,
    delivered_at TEXT,
    cancelled_at TEXT
);
INSERT INTO "outbox" VALUES(1,'G-6K96-11',1,'terminal','c7wqw59gknbkfvwsusjv87rcji','','answer','Demandez un duplicata au bureau qui a visé l''original.',NULL,'Bureau','2026-11-28T07:34:09.412Z',0,'2026-11-28T07:34:09.412Z',NULL,NULL,'2026-11-28T07:34:10.124Z',NULL);
INSERT INTO "outbox" VALUES(2,'G-MF6T-12',7,'terminal','c7wqw59gknbkfvwsusjv87rcji','','answer','Demandez un duplicata au bureau qui a visé l''original.',NULL,'Bureau','2026-11-28T07:34:09.412Z',0,'2026-11-28T07:34:09.412Z',NULL,NULL,'2026-11-28T07:34:10.128Z',NULL);
INSERT INTO "outbox" VALUES(3,'G-44H3-14',2,'terminal','c7wqw59gknbkfvwsusjv87rcji','','answer','Obratite se carinarnici koja je overila original.',NULL,'Bureau','2026-11-28T07:34:09.483Z',0,'2026-11-28T07:34:09.483Z',NULL,NULL,'2026-11-28T07:34:10.129Z',NULL);
INSERT INTO "outbox" VALUES(4,'G-XTHR-19',3,'terminal','c7wqw59gknbkfvwsusjv87rcji','','question','Quelle somme, et pour quel document ?',NULL,'Bureau','2026-11-28T07:34:10.374Z',0,'2026-11-28T07:34:10.374Z',NULL,NULL,'2026-11-28T07:34:11.092Z',NULL);
INSERT INTO "outbox" VALUES(5,'G-8FM4-20',5,'terminal','c7wqw59gknbkfvwsusjv87rcji','','rejection','Ce litige relève du tribunal, non de la douane.',NULL,'Bureau','2026-11-28T07:34:10.422Z',0,'2026-11-28T07:34:10.422Z',NULL,NULL,'2026-11-28T07:34:11.095Z',NULL);
INSERT INTO "outbox" VALUES(6,'G-85MT-25',4,'terminal','c7wqw59gknbkfvwsusjv87rcji','','referral','Elle suit les litiges de paiement.','Chambre de commerce','Bureau','2026-11-28T07:34:23.954Z',0,'2026-11-28T07:34:23.954Z',NULL,NULL,NULL,NULL);
INSERT INTO "outbox" VALUES(7,'G-K223-26',6,'terminal','c7wqw59gknbkfvwsusjv87rcji','','answer','Demandez conseil à un avocat, puis déposez une demande d''intervention.',NULL,'Bureau','2026-11-28T07:34:23.979Z',0,'2026-11-28T07:34:23.979Z',NULL,NULL,NULL,NULL);
CREATE TABLE posts (
    -- What it is: the card of a case, a reminder, the digest of a day.
    name TEXT PRIMARY KEY,
    -- The room.
    place TEXT NOT NULL,
    -- The message; null while it is not known to be there, empty when there was nothing to say.
    message TEXT,
    -- How often it was posted anew.
    edition INTEGER NOT NULL,
    -- The last event that it shows.
    position INTEGER,
    begun_at TEXT NOT NULL
);
CREATE INDEX escalations_by_state ON escalations (state, created_at);
CREATE INDEX escalations_by_asker ON escalations (channel, asker_id);
CREATE INDEX escalations_by_leader ON escalations (follows);
CREATE INDEX events_by_case ON events (escalation_id);
CREATE INDEX outbox_by_case ON outbox (escalation_id);
CREATE INDEX outbox_pending ON outbox (channel, next_attempt_at) WHERE delivered_at IS NULL AND cancelled_at IS NULL;
CREATE INDEX posts_by_message ON posts (message);
INSERT INTO "posts" VALUES('card G-TKFH','1','2',0,24,'2026-11-28T07:34:11.000Z');
COMMIT;
