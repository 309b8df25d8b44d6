-- What PostgreSQL's tools ask the catalogue of a server of version 9.6. One statement per paragraph.

create schema pg_catalog

create table pg_catalog.pg_namespace (oid bigint primary key, nspname varchar, nspowner bigint default 10, nspacl varchar, xmin bigint default 1)

create table pg_catalog.pg_class (oid bigint primary key, relname varchar, relnamespace bigint default 2200, reltype bigint default 0, reloftype bigint default 0, relowner bigint default 10, relam bigint default 0, relfilenode bigint default 0, reltablespace bigint default 0, relpages int default 0, reltuples real default 0, relallvisible int default 0, reltoastrelid bigint default 0, relhasindex boolean default false, relisshared boolean default false, relpersistence varchar default 'p', relkind varchar default 'v', relnatts int, relchecks int default 0, relhasoids boolean default false, relhaspkey boolean default false, relhasrules boolean default true, relhastriggers boolean default false, relhassubclass boolean default false, relrowsecurity boolean default false, relforcerowsecurity boolean default false, relispopulated boolean default true, relreplident varchar default 'n', relispartition boolean default false, relfrozenxid bigint default 0, relminmxid bigint default 0, relacl varchar array, reloptions varchar array, relpartbound varchar, xmin bigint default 1)

create table pg_catalog.pg_attribute (attrelid bigint, attname varchar, atttypid bigint, attstattarget int default -1, attlen int, attnum int, attndims int default 0, attcacheoff int default -1, atttypmod int default -1, attbyval boolean default false, attstorage varchar default 'p', attalign varchar default 'i', attnotnull boolean default false, atthasdef boolean default false, atthasmissing boolean default false, attidentity varchar default '', attgenerated varchar default '', attisdropped boolean default false, attislocal boolean default true, attinhcount int default 0, attcollation bigint default 0, attacl varchar, attoptions varchar, attfdwoptions varchar, xmin bigint default 1, primary key (attrelid, attnum))

create table pg_catalog.pg_type (oid bigint primary key, typname varchar, typnamespace bigint default 11, typowner bigint default 10, typlen int, typbyval boolean default false, typtype varchar default 'b', typcategory varchar, typispreferred boolean default false, typisdefined boolean default true, typdelim varchar default ',', typrelid bigint default 0, typelem bigint default 0, typarray bigint default 0, typinput varchar default '', typoutput varchar default '', typreceive varchar default '', typsend varchar default '', typmodin varchar default '', typmodout varchar default '', typanalyze varchar default '', typalign varchar default 'i', typstorage varchar default 'p', typnotnull boolean default false, typbasetype bigint default 0, typtypmod int default -1, typndims int default 0, typcollation bigint default 0, typdefaultbin varchar, typdefault varchar, typacl varchar, xmin bigint default 1)

create table pg_catalog.pg_description (objoid bigint, classoid bigint, objsubid int, description varchar)

create table pg_catalog.pg_shdescription (objoid bigint, classoid bigint, description varchar)

create table pg_catalog.pg_database (oid bigint, datname varchar, datdba bigint default 10, encoding int default 6, datcollate varchar default 'C', datctype varchar default 'C', datistemplate boolean default false, datallowconn boolean default true, datconnlimit int default -1, datlastsysoid bigint default 0, datfrozenxid bigint default 0, datminmxid bigint default 0, dattablespace bigint default 1663, datacl varchar, xmin bigint default 1)

create table pg_catalog.pg_tablespace (oid bigint, spcname varchar, spcowner bigint default 10, spcacl varchar, spcoptions varchar, xmin bigint default 1)

create table pg_catalog.pg_roles (oid bigint, rolname varchar, rolsuper boolean default false, rolinherit boolean default true, rolcreaterole boolean default false, rolcreatedb boolean default false, rolcanlogin boolean default true, rolreplication boolean default false, rolconnlimit int default -1, rolpassword varchar default '********', rolvaliduntil timestamp with time zone, rolbypassrls boolean default false, rolconfig varchar)

create view pg_catalog.pg_authid as select * from pg_catalog.pg_roles

create view pg_catalog.pg_user as select rolname as usename, oid as usesysid, rolcreatedb as usecreatedb, rolsuper as usesuper, rolreplication as userepl, rolbypassrls as usebypassrls, rolpassword as passwd, rolvaliduntil as valuntil, rolconfig as useconfig from pg_catalog.pg_roles

create table pg_catalog.pg_auth_members (roleid bigint, member bigint, grantor bigint, admin_option boolean)

create table pg_catalog.pg_settings (name varchar, setting varchar, unit varchar, category varchar, short_desc varchar, extra_desc varchar, context varchar, vartype varchar, source varchar, min_val varchar, max_val varchar, enumvals varchar, boot_val varchar, reset_val varchar, sourcefile varchar, sourceline int, pending_restart boolean)

create table pg_catalog.pg_am (oid bigint, amname varchar, amhandler varchar, amtype varchar)

create table pg_catalog.pg_attrdef (oid bigint, adrelid bigint, adnum int, adbin varchar, adsrc varchar)

create table pg_catalog.pg_index (indexrelid bigint, indrelid bigint, indnatts int, indnkeyatts int, indisunique boolean, indisprimary boolean, indisexclusion boolean, indimmediate boolean, indisclustered boolean, indisvalid boolean, indcheckxmin boolean, indisready boolean, indislive boolean, indisreplident boolean, indkey int array, indcollation varchar, indclass varchar, indoption int array, indexprs varchar, indpred varchar)

create table pg_catalog.pg_constraint (oid bigint, conname varchar, connamespace bigint, contype varchar, condeferrable boolean, condeferred boolean, convalidated boolean, conrelid bigint, contypid bigint, conindid bigint, conparentid bigint, confrelid bigint, confupdtype varchar, confdeltype varchar, confmatchtype varchar, conislocal boolean, coninhcount int, connoinherit boolean, conkey int array, confkey int array, conpfeqop varchar, conppeqop varchar, conffeqop varchar, conexclop varchar, conbin varchar, consrc varchar)

create table pg_catalog.pg_inherits (inhrelid bigint, inhparent bigint, inhseqno int)

create table pg_catalog.pg_depend (classid bigint, objid bigint, objsubid int, refclassid bigint, refobjid bigint, refobjsubid int, deptype varchar)

create table pg_catalog.pg_proc (oid bigint, proname varchar, pronamespace bigint, proowner bigint, prolang bigint, procost real, prorows real, provariadic bigint, protransform varchar, proisagg boolean, proiswindow boolean, prosecdef boolean, proleakproof boolean, proisstrict boolean, proretset boolean, provolatile varchar, proparallel varchar, pronargs int, pronargdefaults int, prorettype bigint, proargtypes varchar, proallargtypes varchar, proargmodes varchar, proargnames varchar, proargdefaults varchar, protrftypes varchar, prosrc varchar, probin varchar, proconfig varchar, proacl varchar, prokind varchar)

create table pg_catalog.pg_trigger (oid bigint, tgrelid bigint, tgname varchar, tgfoid bigint, tgtype int, tgenabled varchar, tgisinternal boolean, tgconstrrelid bigint, tgconstrindid bigint, tgconstraint bigint, tgdeferrable boolean, tginitdeferred boolean, tgnargs int, tgattr varchar, tgargs varchar, tgqual varchar, tgparentid bigint)

create table pg_catalog.pg_rewrite (oid bigint, rulename varchar, ev_class bigint, ev_type varchar, ev_enabled varchar, is_instead boolean, ev_qual varchar, ev_action varchar)

create table pg_catalog.pg_policy (oid bigint, polname varchar, polrelid bigint, polcmd varchar, polpermissive boolean, polroles varchar, polqual varchar, polwithcheck varchar)

create table pg_catalog.pg_collation (oid bigint, collname varchar, collnamespace bigint, collowner bigint, collencoding int, collcollate varchar, collctype varchar, collprovider varchar)

create table pg_catalog.pg_enum (oid bigint, enumtypid bigint, enumsortorder real, enumlabel varchar)

create table pg_catalog.pg_range (rngtypid bigint, rngsubtype bigint, rngcollation bigint, rngsubopc bigint, rngcanonical varchar, rngsubdiff varchar)

create table pg_catalog.pg_language (oid bigint, lanname varchar, lanowner bigint, lanispl boolean, lanpltrusted boolean)

create table pg_catalog.pg_extension (oid bigint, extname varchar, extowner bigint, extnamespace bigint, extrelocatable boolean, extversion varchar, extconfig varchar, extcondition varchar)

create table pg_catalog.pg_available_extensions (name varchar, default_version varchar, installed_version varchar, comment varchar)

create table pg_catalog.pg_foreign_table (ftrelid bigint, ftserver bigint, ftoptions varchar)

create table pg_catalog.pg_foreign_server (oid bigint, srvname varchar, srvowner bigint, srvfdw bigint, srvtype varchar, srvversion varchar, srvacl varchar, srvoptions varchar)

create table pg_catalog.pg_foreign_data_wrapper (oid bigint, fdwname varchar, fdwowner bigint, fdwhandler bigint, fdwvalidator bigint, fdwacl varchar, fdwoptions varchar)

create table pg_catalog.pg_operator (oid bigint, oprname varchar, oprnamespace bigint, oprleft bigint, oprright bigint, oprresult bigint)

create table pg_catalog.pg_cast (oid bigint, castsource bigint, casttarget bigint, castfunc bigint, castcontext varchar, castmethod varchar)

create table pg_catalog.pg_aggregate (aggfnoid bigint, aggkind varchar, aggnumdirectargs int)

create table pg_catalog.pg_event_trigger (oid bigint, evtname varchar, evtevent varchar, evtowner bigint, evtfoid bigint, evtenabled varchar, evttags varchar)

create table pg_catalog.pg_db_role_setting (setdatabase bigint, setrole bigint, setconfig varchar)

create table pg_catalog.pg_stat_activity (datid bigint, datname varchar, pid int, usesysid bigint, usename varchar, application_name varchar, client_addr varchar, state varchar, query varchar)

create table pg_catalog.pg_locks (locktype varchar, database bigint, relation bigint, pid int, mode varchar, granted boolean)

create table pg_catalog.pg_sequence (seqrelid bigint, seqtypid bigint, seqstart bigint, seqincrement bigint, seqmax bigint, seqmin bigint, seqcache bigint, seqcycle boolean)

create view pg_catalog.pg_views as select 'public' as schemaname, relname as viewname, 'steward' as viewowner, cast(null as varchar) as definition from pg_catalog.pg_class

create table pg_catalog.pg_tables (schemaname varchar, tablename varchar, tableowner varchar, tablespace varchar, hasindexes boolean, hasrules boolean, hastriggers boolean, rowsecurity boolean)

create table pg_catalog.pg_matviews (schemaname varchar, matviewname varchar, matviewowner varchar)

insert into pg_catalog.pg_namespace (oid, nspname) values (11, 'pg_catalog'), (2200, 'public'), (13000, 'information_schema')

insert into pg_catalog.pg_database (oid, datname) values (16000, 'steward')

insert into pg_catalog.pg_tablespace (oid, spcname) values (1663, 'pg_default')

insert into pg_catalog.pg_roles (oid, rolname, rolcanlogin) values (10, 'steward', false), (16001, 'reader', true)

insert into pg_catalog.pg_language values (12, 'internal', 10, false, false), (14, 'sql', 10, false, true)

insert into pg_catalog.pg_type (oid, typname, typlen, typcategory) values (18, 'char', 1, 'S'), (19, 'name', 64, 'S'), (26, 'oid', 4, 'N'), (705, 'unknown', -2, 'X'), (1042, 'bpchar', -1, 'S'), (1186, 'interval', 16, 'T'), (1266, 'timetz', 12, 'D')

insert into pg_catalog.pg_type (oid, typname, typlen, typcategory, typelem, typinput) values (1000, '_bool', -1, 'A', 16, 'array_in'), (1005, '_int2', -1, 'A', 21, 'array_in'), (1007, '_int4', -1, 'A', 23, 'array_in'), (1009, '_text', -1, 'A', 25, 'array_in'), (1015, '_varchar', -1, 'A', 1043, 'array_in'), (1016, '_int8', -1, 'A', 20, 'array_in'), (1185, '_timestamptz', -1, 'A', 1184, 'array_in'), (2951, '_uuid', -1, 'A', 2950, 'array_in')

insert into pg_catalog.pg_settings (name, setting) values ('max_index_keys', '32'), ('max_identifier_length', '63'), ('server_version_num', '90624')
