//! The tables as diesel sees them; `tests/schema.rs` holds this against both databases.

diesel::table! {
    unit (id) {
        id -> BigInt,
        code -> Text,
        name -> Text,
        level -> Text,
        parent_id -> Nullable<BigInt>,
        path -> Text,
        short_name -> Nullable<Text>,
        aliases -> Text,
        contact -> Nullable<Text>,
        exempt_reason -> Nullable<Text>,
        reports -> Bool,
        active -> Bool,
        groups -> Nullable<Text>,
    }
}

diesel::table! {
    account (id) {
        id -> BigInt,
        login -> Text,
        name -> Text,
        role -> Text,
        unit_id -> BigInt,
        password_hash -> Text,
        must_change -> Bool,
        first_password_until -> Nullable<BigInt>,
        created_at -> BigInt,
        disabled_at -> Nullable<BigInt>,
        password_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    unit_change (id) {
        id -> BigInt,
        unit_id -> BigInt,
        at -> BigInt,
        account_id -> Nullable<BigInt>,
        field -> Text,
        before -> Nullable<Text>,
        after -> Nullable<Text>,
    }
}

diesel::table! {
    setup_link (token_hash) {
        token_hash -> Text,
        created_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    sign_in_try (id) {
        id -> BigInt,
        login -> Text,
        address -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    session (token_hash) {
        token_hash -> Text,
        account_id -> BigInt,
        csrf -> Text,
        created_at -> BigInt,
        seen_at -> BigInt,
    }
}

diesel::table! {
    second_factor (account_id) {
        account_id -> BigInt,
        salt -> Nullable<Text>,
        key_id -> Nullable<Text>,
        set_at -> Nullable<BigInt>,
        last_step -> BigInt,
        recovery -> Text,
        ended_at -> Nullable<BigInt>,
        ended_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    sign_in_step (token_hash) {
        token_hash -> Text,
        account_id -> BigInt,
        code_given -> Bool,
        created_at -> BigInt,
    }
}

diesel::table! {
    api_token (id) {
        id -> BigInt,
        account_id -> BigInt,
        name -> Text,
        token_hash -> Text,
        created_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
        ends_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    form (id) {
        id -> BigInt,
        code -> Text,
    }
}

diesel::table! {
    form_version (id) {
        id -> BigInt,
        form_id -> BigInt,
        version -> Text,
        text -> Text,
        sha256 -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    notice (id) {
        id -> BigInt,
        account_id -> BigInt,
        text -> Text,
        file_name -> Nullable<Text>,
        object_sha256 -> Nullable<Text>,
        created_at -> BigInt,
    }
}

diesel::table! {
    campaign (id) {
        id -> BigInt,
        title -> Text,
        form_version_id -> Nullable<BigInt>,
        unit_id -> BigInt,
        year -> BigInt,
        period -> Text,
        theme -> Nullable<Text>,
        issuer -> Text,
        state -> Text,
        returned_is_missing -> Bool,
        paper_copy -> Bool,
        last_campaign_id -> Nullable<BigInt>,
        created_by -> BigInt,
        created_at -> BigInt,
        published_at -> Nullable<BigInt>,
        closed_at -> Nullable<BigInt>,
        archived_at -> Nullable<BigInt>,
        shift -> Nullable<Text>,
        holidays -> Nullable<Text>,
        workdays -> Nullable<Text>,
        notice_id -> Nullable<BigInt>,
        asks_below -> Nullable<Text>,
        asks_level -> Nullable<Text>,
        asks_groups -> Nullable<Text>,
    }
}

diesel::table! {
    deliverable (id) {
        id -> BigInt,
        campaign_id -> BigInt,
        kind -> Text,
        title -> Text,
        phrase -> Text,
        due_at -> Nullable<BigInt>,
        grace_minutes -> BigInt,
        close_at -> Nullable<BigInt>,
        required -> Bool,
        shifted_from -> Nullable<BigInt>,
        level -> Nullable<Text>,
        file_kinds -> Nullable<Text>,
        most_bytes -> Nullable<BigInt>,
    }
}

diesel::table! {
    expected_choice (campaign_id, unit_id) {
        campaign_id -> BigInt,
        unit_id -> BigInt,
        asked -> Bool,
        reason -> Text,
        account_id -> BigInt,
        at -> BigInt,
    }
}

diesel::table! {
    due_change (id) {
        id -> BigInt,
        deliverable_id -> BigInt,
        at -> BigInt,
        account_id -> BigInt,
        phrase_before -> Text,
        due_before -> Nullable<BigInt>,
        close_before -> Nullable<BigInt>,
        phrase_after -> Text,
        due_after -> Nullable<BigInt>,
        close_after -> Nullable<BigInt>,
        reason -> Text,
    }
}

diesel::table! {
    object (sha256) {
        sha256 -> Text,
        bytes -> BigInt,
        received_at -> BigInt,
    }
}

diesel::table! {
    revision (id) {
        id -> BigInt,
        campaign_id -> BigInt,
        deliverable_id -> BigInt,
        unit_id -> BigInt,
        number -> BigInt,
        channel -> Text,
        account_id -> BigInt,
        received_at -> BigInt,
        idempotency_key -> Text,
        fingerprint -> Text,
        object_sha256 -> Nullable<Text>,
        file_name -> Nullable<Text>,
        sheet -> Nullable<Text>,
        nil -> Bool,
        filled_on -> Nullable<Text>,
        reporter -> Nullable<Text>,
        remark -> Nullable<Text>,
        snapshot -> Text,
        digest -> Text,
    }
}

diesel::table! {
    figure (revision_id, item, col) {
        revision_id -> BigInt,
        item -> Text,
        col -> Text,
        value -> Nullable<BigInt>,
        mark -> Nullable<Text>,
        raw -> Text,
        sheet -> Nullable<Text>,
        cell -> Nullable<Text>,
    }
}

diesel::table! {
    finding (revision_id, ordinal) {
        revision_id -> BigInt,
        ordinal -> BigInt,
        severity -> Text,
        code -> Text,
        item -> Nullable<Text>,
        col -> Nullable<Text>,
        sheet -> Nullable<Text>,
        cell -> Nullable<Text>,
        sentence -> Text,
        holds -> Bool,
    }
}

diesel::table! {
    explanation (revision_id, ordinal) {
        revision_id -> BigInt,
        ordinal -> BigInt,
        words -> Text,
    }
}

diesel::table! {
    expected_unit (campaign_id, unit_id) {
        campaign_id -> BigInt,
        unit_id -> BigInt,
        exempt_reason -> Nullable<Text>,
        exempt_by -> Nullable<BigInt>,
        exempt_at -> Nullable<BigInt>,
        state -> Text,
        revisions -> BigInt,
        nil -> Bool,
        current_revision_id -> Nullable<BigInt>,
        in_force_revision_id -> Nullable<BigInt>,
        first_received_at -> Nullable<BigInt>,
        first_valid_at -> Nullable<BigInt>,
        last_changed_at -> Nullable<BigInt>,
        accepted_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    extension (id) {
        id -> BigInt,
        deliverable_id -> BigInt,
        unit_id -> BigInt,
        until -> BigInt,
        reason -> Text,
        granted_by -> BigInt,
        granted_at -> BigInt,
    }
}

diesel::table! {
    draft (campaign_id, unit_id) {
        campaign_id -> BigInt,
        unit_id -> BigInt,
        version -> BigInt,
        content -> Text,
        object_sha256 -> Nullable<Text>,
        saved_at -> BigInt,
        saved_by -> BigInt,
    }
}

diesel::table! {
    behalf_file (id) {
        id -> BigInt,
        campaign_id -> BigInt,
        account_id -> BigInt,
        batch -> Text,
        ordinal -> BigInt,
        object_sha256 -> Text,
        file_name -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    review (id) {
        id -> BigInt,
        revision_id -> BigInt,
        account_id -> BigInt,
        at -> BigInt,
        verdict -> Text,
        reason -> Nullable<Text>,
        items -> Text,
    }
}

diesel::table! {
    audit_chain (name) {
        name -> Text,
        length -> BigInt,
        head -> Text,
    }
}

diesel::table! {
    audit_entry (chain, sequence) {
        chain -> Text,
        sequence -> BigInt,
        at -> BigInt,
        account_id -> Nullable<BigInt>,
        verb -> Text,
        subject -> Text,
        detail -> Text,
        previous -> Text,
        hash -> Text,
    }
}

diesel::table! {
    checkpoint (id) {
        id -> BigInt,
        at -> BigInt,
        chains -> BigInt,
        heads -> Text,
        previous -> Text,
        hash -> Text,
        proof -> Nullable<Text>,
    }
}

diesel::table! {
    receipt (revision_id) {
        revision_id -> BigInt,
        number -> Text,
        phrase -> Text,
        due_at -> Nullable<BigInt>,
        extended_until -> Nullable<BigInt>,
        late_by -> Nullable<BigInt>,
        chain -> Text,
        sequence -> BigInt,
        head -> Text,
        proof -> Nullable<Text>,
    }
}

diesel::table! {
    message (id) {
        id -> BigInt,
        unit_id -> BigInt,
        campaign_id -> Nullable<BigInt>,
        at -> BigInt,
        words -> Text,
        read_at -> Nullable<BigInt>,
        read_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    burden (campaign_id, unit_id) {
        campaign_id -> BigInt,
        unit_id -> BigInt,
        kind -> Text,
        words -> Nullable<Text>,
    }
}

diesel::table! {
    last_year_figure (campaign_id, unit_id, whole_node, item, col) {
        campaign_id -> BigInt,
        unit_id -> BigInt,
        whole_node -> Bool,
        item -> Text,
        col -> Text,
        value -> BigInt,
    }
}

diesel::table! {
    kept_total (campaign_id, node_id, what, item, col) {
        campaign_id -> BigInt,
        node_id -> BigInt,
        what -> Text,
        item -> Text,
        col -> Text,
        total -> BigInt,
        greatest -> BigInt,
    }
}

diesel::table! {
    changed_unit (id) {
        id -> BigInt,
        campaign_id -> BigInt,
        unit_id -> BigInt,
        node_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    object_chunk (content, start) {
        content -> Text,
        start -> BigInt,
        bytes -> Binary,
    }
}

diesel::table! {
    object_content (sha256) {
        sha256 -> Text,
        content -> Text,
    }
}

diesel::table! {
    object_view (sha256) {
        sha256 -> Text,
        kind -> Text,
        words -> Nullable<Text>,
        media -> Nullable<Text>,
        width -> Nullable<BigInt>,
        height -> Nullable<BigInt>,
        shown_sha256 -> Nullable<Text>,
        small_sha256 -> Nullable<Text>,
        refusal -> Nullable<Text>,
        seen_at -> BigInt,
    }
}

diesel::table! {
    transfer (id) {
        id -> Text,
        campaign_id -> BigInt,
        unit_id -> BigInt,
        deliverable_id -> Nullable<BigInt>,
        account_id -> BigInt,
        file_name -> Text,
        bytes -> BigInt,
        begun_at -> BigInt,
        ended_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    pending_file (id) {
        id -> BigInt,
        campaign_id -> BigInt,
        unit_id -> BigInt,
        deliverable_id -> Nullable<BigInt>,
        object_sha256 -> Text,
        file_name -> Text,
        origin -> Nullable<Text>,
        account_id -> BigInt,
        at -> BigInt,
    }
}

diesel::table! {
    delivery (id) {
        id -> BigInt,
        campaign_id -> BigInt,
        deliverable_id -> BigInt,
        unit_id -> BigInt,
        number -> BigInt,
        channel -> Text,
        account_id -> BigInt,
        received_at -> BigInt,
        idempotency_key -> Text,
        fingerprint -> Text,
        digest -> Text,
        receipt -> Text,
        phrase -> Text,
        due_at -> Nullable<BigInt>,
        extended_until -> Nullable<BigInt>,
        late_by -> Nullable<BigInt>,
        chain -> Text,
        sequence -> BigInt,
        head -> Text,
        proof -> Nullable<Text>,
    }
}

diesel::table! {
    delivery_file (delivery_id, ordinal) {
        delivery_id -> BigInt,
        ordinal -> BigInt,
        object_sha256 -> Text,
        file_name -> Text,
    }
}

diesel::table! {
    delivery_review (id) {
        id -> BigInt,
        delivery_id -> BigInt,
        account_id -> BigInt,
        at -> BigInt,
        verdict -> Text,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    delivered (deliverable_id, unit_id) {
        deliverable_id -> BigInt,
        unit_id -> BigInt,
        state -> Text,
        revisions -> BigInt,
        current_delivery_id -> Nullable<BigInt>,
        first_received_at -> Nullable<BigInt>,
        last_changed_at -> Nullable<BigInt>,
        accepted_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    reminder (id) {
        id -> BigInt,
        campaign_id -> BigInt,
        account_id -> BigInt,
        at -> BigInt,
        channel -> Text,
        words -> Text,
    }
}

diesel::table! {
    reminded (reminder_id, unit_id, deliverable_id) {
        reminder_id -> BigInt,
        unit_id -> BigInt,
        deliverable_id -> BigInt,
    }
}

diesel::table! {
    paper_arrival (id) {
        id -> BigInt,
        deliverable_id -> BigInt,
        unit_id -> BigInt,
        received_on -> Nullable<Text>,
        account_id -> BigInt,
        at -> BigInt,
    }
}

diesel::table! {
    sign_off (id) {
        id -> BigInt,
        campaign_id -> BigInt,
        unit_id -> BigInt,
        number -> BigInt,
        account_id -> BigInt,
        at -> BigInt,
        reason -> Nullable<Text>,
        snapshot -> Text,
        digest -> Text,
    }
}

diesel::table! {
    signed_revision (sign_off_id, unit_id) {
        sign_off_id -> BigInt,
        unit_id -> BigInt,
        revision_id -> BigInt,
    }
}

diesel::table! {
    signed_file (sign_off_id, kind) {
        sign_off_id -> BigInt,
        kind -> Text,
        name -> Text,
        object_sha256 -> Text,
    }
}

diesel::table! {
    sign_off_review (id) {
        id -> BigInt,
        sign_off_id -> BigInt,
        account_id -> BigInt,
        at -> BigInt,
        verdict -> Text,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    double_count (id) {
        id -> BigInt,
        campaign_id -> BigInt,
        revision_id -> BigInt,
        counted -> Bool,
        reason -> Text,
        account_id -> BigInt,
        at -> BigInt,
    }
}

diesel::table! {
    activity_count (id) {
        id -> BigInt,
        campaign_id -> BigInt,
        revision_id -> BigInt,
        activity -> Text,
        counted -> Bool,
        reason -> Text,
        account_id -> BigInt,
        at -> BigInt,
    }
}

diesel::table! {
    stated_total (id) {
        id -> BigInt,
        campaign_id -> BigInt,
        unit_id -> BigInt,
        account_id -> BigInt,
        at -> BigInt,
        figures -> Text,
        digest -> Text,
        object_sha256 -> Nullable<Text>,
        file_name -> Nullable<Text>,
    }
}

diesel::table! {
    superior_template (id) {
        id -> BigInt,
        campaign_id -> BigInt,
        unit_id -> BigInt,
        account_id -> BigInt,
        at -> BigInt,
        object_sha256 -> Text,
        file_name -> Text,
        places -> Text,
        digest -> Text,
    }
}

diesel::table! {
    superior_template_step (id) {
        id -> BigInt,
        superior_template_id -> BigInt,
        account_id -> BigInt,
        at -> BigInt,
        kind -> Text,
        content -> Text,
        digest -> Text,
    }
}

diesel::table! {
    signing_key (id) {
        id -> BigInt,
        public -> Text,
        made_at -> BigInt,
        reason -> Text,
    }
}

diesel::joinable!(account -> unit (unit_id));
diesel::joinable!(unit_change -> unit (unit_id));
diesel::joinable!(unit_change -> account (account_id));
diesel::joinable!(session -> account (account_id));
diesel::joinable!(sign_in_step -> account (account_id));
diesel::joinable!(api_token -> account (account_id));
diesel::joinable!(form_version -> form (form_id));
diesel::joinable!(notice -> account (account_id));
diesel::joinable!(notice -> object (object_sha256));
diesel::joinable!(campaign -> notice (notice_id));
diesel::joinable!(campaign -> form_version (form_version_id));
diesel::joinable!(campaign -> unit (unit_id));
diesel::joinable!(campaign -> account (created_by));
diesel::joinable!(deliverable -> campaign (campaign_id));
diesel::joinable!(expected_choice -> campaign (campaign_id));
diesel::joinable!(expected_choice -> unit (unit_id));
diesel::joinable!(expected_choice -> account (account_id));
diesel::joinable!(due_change -> deliverable (deliverable_id));
diesel::joinable!(due_change -> account (account_id));
diesel::joinable!(revision -> campaign (campaign_id));
diesel::joinable!(revision -> deliverable (deliverable_id));
diesel::joinable!(revision -> unit (unit_id));
diesel::joinable!(revision -> account (account_id));
diesel::joinable!(revision -> object (object_sha256));
diesel::joinable!(figure -> revision (revision_id));
diesel::joinable!(finding -> revision (revision_id));
diesel::joinable!(expected_unit -> campaign (campaign_id));
diesel::joinable!(expected_unit -> unit (unit_id));
diesel::joinable!(expected_unit -> account (exempt_by));
diesel::joinable!(extension -> deliverable (deliverable_id));
diesel::joinable!(extension -> unit (unit_id));
diesel::joinable!(extension -> account (granted_by));
diesel::joinable!(draft -> campaign (campaign_id));
diesel::joinable!(draft -> unit (unit_id));
diesel::joinable!(draft -> object (object_sha256));
diesel::joinable!(draft -> account (saved_by));
diesel::joinable!(behalf_file -> campaign (campaign_id));
diesel::joinable!(behalf_file -> account (account_id));
diesel::joinable!(behalf_file -> object (object_sha256));
diesel::joinable!(review -> revision (revision_id));
diesel::joinable!(review -> account (account_id));
diesel::joinable!(audit_entry -> audit_chain (chain));
diesel::joinable!(audit_entry -> account (account_id));
diesel::joinable!(receipt -> revision (revision_id));
diesel::joinable!(message -> unit (unit_id));
diesel::joinable!(message -> campaign (campaign_id));
diesel::joinable!(message -> account (read_by));
diesel::joinable!(burden -> campaign (campaign_id));
diesel::joinable!(burden -> unit (unit_id));
diesel::joinable!(last_year_figure -> campaign (campaign_id));
diesel::joinable!(last_year_figure -> unit (unit_id));
diesel::joinable!(transfer -> campaign (campaign_id));
diesel::joinable!(transfer -> unit (unit_id));
diesel::joinable!(transfer -> deliverable (deliverable_id));
diesel::joinable!(transfer -> account (account_id));
diesel::joinable!(pending_file -> campaign (campaign_id));
diesel::joinable!(pending_file -> unit (unit_id));
diesel::joinable!(pending_file -> deliverable (deliverable_id));
diesel::joinable!(pending_file -> object (object_sha256));
diesel::joinable!(pending_file -> account (account_id));
diesel::joinable!(delivery -> campaign (campaign_id));
diesel::joinable!(delivery -> deliverable (deliverable_id));
diesel::joinable!(delivery -> unit (unit_id));
diesel::joinable!(delivery -> account (account_id));
diesel::joinable!(delivery_file -> delivery (delivery_id));
diesel::joinable!(delivery_file -> object (object_sha256));
diesel::joinable!(delivery_review -> delivery (delivery_id));
diesel::joinable!(delivery_review -> account (account_id));
diesel::joinable!(delivered -> deliverable (deliverable_id));
diesel::joinable!(delivered -> unit (unit_id));
diesel::joinable!(delivered -> delivery (current_delivery_id));
diesel::joinable!(reminder -> campaign (campaign_id));
diesel::joinable!(reminder -> account (account_id));
diesel::joinable!(reminded -> reminder (reminder_id));
diesel::joinable!(reminded -> unit (unit_id));
diesel::joinable!(reminded -> deliverable (deliverable_id));
diesel::joinable!(paper_arrival -> deliverable (deliverable_id));
diesel::joinable!(paper_arrival -> unit (unit_id));
diesel::joinable!(paper_arrival -> account (account_id));
diesel::joinable!(double_count -> campaign (campaign_id));
diesel::joinable!(double_count -> revision (revision_id));
diesel::joinable!(double_count -> account (account_id));
diesel::joinable!(activity_count -> campaign (campaign_id));
diesel::joinable!(activity_count -> revision (revision_id));
diesel::joinable!(activity_count -> account (account_id));
diesel::joinable!(sign_off -> campaign (campaign_id));
diesel::joinable!(sign_off -> unit (unit_id));
diesel::joinable!(sign_off -> account (account_id));
diesel::joinable!(signed_revision -> sign_off (sign_off_id));
diesel::joinable!(signed_revision -> unit (unit_id));
diesel::joinable!(signed_revision -> revision (revision_id));
diesel::joinable!(signed_file -> sign_off (sign_off_id));
diesel::joinable!(signed_file -> object (object_sha256));
diesel::joinable!(sign_off_review -> sign_off (sign_off_id));
diesel::joinable!(sign_off_review -> account (account_id));
diesel::joinable!(stated_total -> campaign (campaign_id));
diesel::joinable!(stated_total -> unit (unit_id));
diesel::joinable!(stated_total -> account (account_id));
diesel::joinable!(stated_total -> object (object_sha256));
diesel::joinable!(superior_template -> campaign (campaign_id));
diesel::joinable!(superior_template -> unit (unit_id));
diesel::joinable!(superior_template -> account (account_id));
diesel::joinable!(superior_template -> object (object_sha256));
diesel::joinable!(superior_template_step -> superior_template (superior_template_id));
diesel::joinable!(superior_template_step -> account (account_id));
diesel::allow_tables_to_appear_in_same_query!(
    stated_total,
    superior_template,
    superior_template_step,
    unit,
    account,
    unit_change,
    setup_link,
    sign_in_try,
    session,
    second_factor,
    sign_in_step,
    api_token,
    form,
    form_version,
    notice,
    campaign,
    deliverable,
    due_change,
    object,
    revision,
    figure,
    finding,
    explanation,
    expected_choice,
    expected_unit,
    extension,
    draft,
    behalf_file,
    review,
    audit_chain,
    audit_entry,
    checkpoint,
    receipt,
    message,
    burden,
    last_year_figure,
    kept_total,
    changed_unit,
    object_chunk,
    object_content,
    object_view,
    transfer,
    pending_file,
    delivery,
    delivery_file,
    delivery_review,
    delivered,
    reminder,
    reminded,
    paper_arrival,
    sign_off,
    signed_revision,
    signed_file,
    sign_off_review,
    double_count,
    activity_count,
    signing_key,
);
